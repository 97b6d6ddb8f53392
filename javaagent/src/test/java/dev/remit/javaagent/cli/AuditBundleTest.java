package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.identity.WorkloadIdentity;
import dev.remit.javaagent.AttestedWorkload;
import dev.remit.samples.workloadapi.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that is signed with an SVID, held against trust bundles. */
class AuditBundleTest {
    private static final String SUPPORT = "spiffe://acme.com/support";

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private final Authority acme = new Authority("acme.com");

    @BeforeEach
    void record() throws Exception {
        final WorkloadIdentity identity = AttestedWorkload.identity(elsewhere, acme, SUPPORT);
        try (Recorder recorder = Recorder.open(AuditSettings.of(folder.toFile()))) {
            recorder.signWith(identity::svid);
        }
    }

    @Test
    void shouldSayWhoseSvidHasSigned() throws Exception {
        final CommandRun unasked = CommandRun.of("audit", "verify", folder.toString());
        final CommandRun run = CommandRun.of("audit", "verify", "--bundle", bundle(acme), folder.toString());

        assertThat(unasked.out()).contains("  signed by " + SUPPORT + ", the journal's own word; see --bundle\n");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith(folder + ": intact, ").endsWith("  signed by " + SUPPORT + "\n");
    }

    @Test
    void shouldSayThatAnotherHasSigned() throws Exception {
        final CommandRun run =
                CommandRun.of("audit", "verify", "--bundle", bundle(new Authority("evil.org")), folder.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("the checkpoint is signed by " + SUPPORT
                        + ", of the trust domain acme.com, which no given bundle is of");
    }

    @Test
    void shouldHoldAReceiptAgainstABundle() throws Exception {
        final Path receipt = elsewhere.resolve("receipt.json");
        Files.writeString(
                receipt,
                CommandRun.of("audit", "receipt", "1", folder.toString()).out());

        final CommandRun run = CommandRun.of("audit", "verify-receipt", "--bundle", bundle(acme), receipt.toString());
        final CommandRun other = CommandRun.of(
                "audit", "verify-receipt", "--bundle", bundle(new Authority("acme.com")), receipt.toString());

        assertThat(run.status()).isZero();
        assertThat(run.out()).endsWith("  signed by " + SUPPORT + "\n");
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.out()).contains("not proved: it is signed by an SVID that is not proven: ");
    }

    @Test
    void shouldSayThatAFileIsNoBundle() throws Exception {
        final Path file = Files.writeString(elsewhere.resolve("x.pem"), "no certificate");

        final CommandRun run = CommandRun.of("audit", "verify", "--bundle", file.toString(), folder.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("x.pem is no trust bundle (");
    }

    private String bundle(Authority authority) throws Exception {
        final byte[] der = authority.x509Authorities().get(0).getEncoded();
        return Files.writeString(
                        elsewhere.resolve("bundle.pem"),
                        "-----BEGIN CERTIFICATE-----\n"
                                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END CERTIFICATE-----\n")
                .toString();
    }
}
