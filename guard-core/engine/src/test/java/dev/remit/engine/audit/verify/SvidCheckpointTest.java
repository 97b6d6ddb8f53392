package dev.remit.engine.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.engine.audit.JournalThreads;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.proof.Checkpoint;
import dev.remit.engine.audit.proof.FileAnchor;
import dev.remit.engine.audit.proof.SigningKey;
import dev.remit.engine.audit.proof.Trust;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.IdentityListener;
import dev.remit.engine.identity.IdentitySettings;
import dev.remit.engine.identity.IdentitySource;
import dev.remit.engine.identity.Svid;
import dev.remit.engine.identity.WorkloadEndpoint;
import dev.remit.engine.identity.WorkloadIdentity;
import dev.remit.samples.workloadapi.Authority;
import dev.remit.samples.workloadapi.Entry;
import dev.remit.samples.workloadapi.WorkloadApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Journals that are signed with SVIDs, and the bundles that prove them. */
@Timeout(60)
class SvidCheckpointTest {
    private static final String SUPPORT = "spiffe://acme.com/support";
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private final Authority acme = new Authority("acme.com");

    @Test
    void shouldBeProvenByTheBundleAcrossRotations() throws Exception {
        record(null);
        record(svid(acme, SUPPORT));
        acme.rotate();
        record(svid(acme, SUPPORT));

        Verification found = verify(pem(acme));

        assertThat(found.fault()).isNull();
        assertThat(found.keys()).containsExactly(SUPPORT);
        assertThat(found.checkpoints()).isEqualTo(2);
        assertThat(found.unproven()).isEqualTo(1);
        assertThat(found.unsigned()).isEqualTo(1);
        assertThat(verify(json(acme))).isEqualTo(found);
        Verification ownWord = verify(Trust.ANYBODY);
        assertThat(ownWord.checkpoints()).isEqualTo(3);
        assertThat(ownWord.keys()).hasSize(2).contains(SUPPORT);
        Verification both = verify(Trust.read(List.of(folder.resolve(SigningKey.PUBLIC_FILE)), List.of(pem(acme))));
        assertThat(both.fault()).isNull();
        assertThat(both.unproven()).isZero();
        assertThat(both.checkpoints()).isEqualTo(3);
    }

    @Test
    void shouldNameTheCertificatesInTheRecord() throws Exception {
        Svid svid = svid(acme, SUPPORT);
        record(svid);

        JournalRecord checkpoint = Samples.read(folder, "checkpoint").get(0);

        assertThat(checkpoint.certificates())
                .containsExactly(
                        java.util.HexFormat.of().formatHex(svid.chain().get(0).getEncoded()));
    }

    @Test
    void shouldSayThatAnotherTrustDomainHasSigned() throws Exception {
        record(svid(new Authority("evil.org"), "spiffe://evil.org/support"));

        assertThat(verify(pem(acme)).fault().problem())
                .isEqualTo("the checkpoint is signed by spiffe://evil.org/support, of the trust domain evil.org,"
                        + " which no given bundle is of");
    }

    @Test
    void shouldSayThatAnUnknownAuthorityHasSigned() throws Exception {
        record(svid(new Authority("acme.com"), SUPPORT));

        assertThat(verify(pem(acme)).fault().problem())
                .isEqualTo("the checkpoint is signed by an SVID that is not proven: the SVID of " + SUPPORT
                        + " is signed by no authority in the bundle of acme.com");
    }

    @Test
    void shouldNotTakeTheFoldersKeyForAnSvid() throws Exception {
        record(null);

        assertThat(verify(pem(acme)).fault().problem()).startsWith("the trust bundle proves none of its signatures");
    }

    @Test
    void shouldNotTakeAnSvidForAKey() throws Exception {
        record(svid(acme, SUPPORT));

        Verification found = verify(Trust.read(List.of(folder.resolve(SigningKey.PUBLIC_FILE)), List.of()));

        assertThat(found.fault().problem())
                .isEqualTo("the checkpoint is signed by the SVID of " + SUPPORT
                        + ", which a trust bundle proves; see --bundle");
    }

    @Test
    void shouldHoldCertificatesAgainstTheTimeOfSigning() throws Exception {
        Svid svid = svid(acme, SUPPORT);
        Trust trust = Trust.read(List.of(), List.of(pem(acme)));
        long expiresMs = svid.expiresMs();

        assertThat(judged(trust, svid, expiresMs).isProven()).isTrue();
        Trust.Judgement late = judged(trust, svid, expiresMs + 1_000);
        assertThat(late.isProven()).isFalse();
        assertThat(late.problem())
                .contains("the SVID of " + SUPPORT + " expired at " + Instant.ofEpochMilli(expiresMs));
        assertThat(judged(trust, svid, expiresMs - HOUR.toMillis() - 60_000).problem())
                .contains("is valid only from ");
    }

    private static Trust.Judgement judged(Trust trust, Svid svid, long atMs) throws Exception {
        Checkpoint.Signed signed = new Checkpoint(1, 2, "0".repeat(64), atMs * 1_000_000).sign(svid);
        assertThat(signed.isRight()).isTrue();
        return trust.of(signed);
    }

    @Test
    void shouldSeeThatACertificateIsNotOfTheKeyThatSigned() throws Exception {
        Checkpoint.Signed mine = new Checkpoint(1, 2, "0".repeat(64), 3).sign(svid(acme, SUPPORT));
        Checkpoint.Signed other = new Checkpoint(1, 2, "0".repeat(64), 3).sign(svid(acme, SUPPORT));

        assertThat(mine.isRight()).isTrue();
        assertThat(with(mine, mine.key(), other.certificates()).isRight()).isFalse();
        assertThat(with(mine, other.key(), other.certificates()).isRight()).isFalse();
        assertThat(with(mine, mine.key(), List.of(new byte[] {1})).isRight()).isFalse();
        assertThat(new Checkpoint.Signed(
                                new Checkpoint(1, 3, "0".repeat(64), 3),
                                mine.key(),
                                mine.signature(),
                                mine.certificates())
                        .isRight())
                .isFalse();
    }

    private static Checkpoint.Signed with(Checkpoint.Signed signed, byte[] key, List<byte[]> certificates) {
        return new Checkpoint.Signed(signed.checkpoint(), key, signed.signature(), certificates);
    }

    @Test
    void shouldKeepTheCertificatesInAnAnchor() throws Exception {
        Checkpoint.Signed signed = new Checkpoint(1, 2, "0".repeat(64), 3).sign(svid(acme, SUPPORT));
        Path file = elsewhere.resolve("anchor");
        new FileAnchor(file.toFile()).keep(signed);

        Checkpoint.Signed kept = FileAnchor.read(file).get(0);

        assertThat(kept.line()).isEqualTo(signed.line()).startsWith("remit-checkpoint-2 1 2 ");
        assertThat(Trust.signer(kept)).isEqualTo(SUPPORT);
    }

    @Test
    void shouldProveAReceipt() throws Exception {
        record(svid(acme, SUPPORT));

        ReceiptJson.Read read = ReceiptJson.read(ReceiptJson.write(Receipts.of(folder.toFile(), 1)));

        assertThat(read.problem()).isNull();
        Trust.Judgement judgement =
                Trust.read(List.of(), List.of(pem(acme))).of(read.receipt().checkpoint());
        assertThat(judgement.problem()).isNull();
        assertThat(judgement.isProven()).isTrue();
        assertThat(judgement.signer()).isEqualTo(SUPPORT);
    }

    @Test
    void shouldSayThatAFileIsNoBundle() throws Exception {
        for (String text :
                List.of("", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "{", "{\"keys\":[]}")) {
            Path file = Files.writeString(elsewhere.resolve("bundle"), text);
            assertThatThrownBy(() -> Trust.read(List.of(), List.of(file)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + " is no trust bundle (")
                    .hasMessageContaining("give what 'spire-server bundle show' prints");
        }
        assertThatThrownBy(() -> Trust.read(List.of(), List.of(elsewhere.resolve("absent"))))
                .hasMessageContaining("absent can't be read");
    }

    private void record(@Nullable Svid svid) throws IOException {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            recorder.signWith(() -> svid);
            assertThat(recorder.decision(Samples.decision(recorder.nextCallId())))
                    .isTrue();
        }
    }

    private Verification verify(Path bundle) throws IOException {
        return verify(Trust.read(List.of(), List.of(bundle)));
    }

    private Verification verify(Trust trust) throws IOException {
        return JournalVerifier.verify(
                folder.toFile(), "", trust, new Anchored(List.of()), (file, bytes, records) -> {});
    }

    /** As a workload gets it. */
    private Svid svid(Authority authority, String id) throws IOException {
        try (WorkloadApiServer server = new WorkloadApiServer(elsewhere.resolve("agent.sock"), authority)) {
            server.grant(new Entry(id, "", HOUR));
            server.start();
            IdentitySettings settings =
                    new IdentitySettings(WorkloadEndpoint.parse(server.address()), SpiffeId.parse(id), true, "");
            try (IdentitySource source = new IdentitySource(settings, new Deaf(), new JournalThreads())) {
                return source.start(20_000).svid();
            }
        }
    }

    private Path pem(Authority authority) throws Exception {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : authority.x509Authorities()) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return Files.writeString(elsewhere.resolve("bundle.pem"), pem);
    }

    private Path json(Authority authority) throws Exception {
        List<String> keys = new ArrayList<>(List.of("{\"use\":\"jwt-svid\",\"kty\":\"EC\",\"kid\":\"a\",\"x\":\"b\"}"));
        for (X509Certificate certificate : authority.x509Authorities()) {
            keys.add("{\"use\":\"x509-svid\",\"kty\":\"EC\",\"x5c\":[\""
                    + Base64.getEncoder().encodeToString(certificate.getEncoded()) + "\"]}");
        }
        return Files.writeString(
                elsewhere.resolve("bundle.json"),
                "{\"keys\":[" + String.join(",", keys) + "],\"spiffe_sequence\":1,\"spiffe_refresh_hint\":60}");
    }

    private static final class Deaf implements IdentityListener {
        @Override
        public void changed(WorkloadIdentity identity) {}

        @Override
        public void failed(Throwable problem) {}
    }
}
