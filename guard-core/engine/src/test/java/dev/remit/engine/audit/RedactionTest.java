package dev.remit.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.redact.KnownSecrets;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedactionTest {
    private static final String SECRET = "hunter2-Ünïcode-\"quoted\"\\9";

    @TempDir
    Path folder;

    @Test
    void shouldKeepASecretOutOfEveryFile() throws Exception {
        Recorder recorder = Recorder.open(Samples.small(folder));
        assertThat(recorder.secrets().learn("db", SECRET)).isTrue();
        DecisionEntry d = Samples.decision(1);
        d.action = "a " + SECRET;
        d.resource = new StringBuilder("https://x/?k=").append(SECRET);
        d.reason = SECRET;
        d.session = SECRET;
        d.thread = SECRET + SECRET;
        d.arguments = Map.of("k", SECRET, "list", List.of(SECRET, "x" + SECRET + "y"));
        // While it lies in the ring, and once it is in the journal.
        for (int i = 0; i < 200; i++) {
            assertThat(recorder.decision(d)).isTrue();
        }
        assertThat(filesContaining(SECRET.getBytes(StandardCharsets.UTF_8))).isEmpty();
        recorder.close();
        assertThat(filesContaining(SECRET.getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(filesContaining("hunter2".getBytes(StandardCharsets.UTF_8))).isEmpty();
        // The search itself must be able to find something.
        assertThat(filesContaining("«secret:db»".getBytes(StandardCharsets.UTF_8)))
                .isNotEmpty();
        JournalRecord r = Samples.read(folder, "decision").get(0);
        assertThat(r.action()).isEqualTo("a «secret:db»");
        assertThat(r.resource()).isEqualTo("https://x/?k=«secret:db»");
        assertThat(r.reason()).isEqualTo("«secret:db»");
        assertThat(r.session()).isEqualTo("«secret:db»");
        assertThat(r.thread()).isEqualTo("«secret:db»«secret:db»");
        assertThat(r.arguments()).contains("\"k\":\"«secret:db»\"").contains("[\"«secret:db»\",\"x«secret:db»y\"]");
    }

    private List<Path> filesContaining(byte[] wanted) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, wanted))
                    .toList();
        }
    }

    private static boolean contains(Path path, byte[] wanted) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] bytes = new byte[(int) file.length()];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.ISO_8859_1)
                    .contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<Arguments> shouldReplace() {
        return Stream.of(
                Arguments.of("secret-1", "a secret-1 b", "a «secret:n» b"),
                Arguments.of("secret-1", "secret-1secret-1", "«secret:n»«secret:n»"),
                Arguments.of("secret-1", "secret-secret-1", "secret-«secret:n»"),
                Arguments.of("secret-1", "secret-", "secret-"),
                Arguments.of(
                        "{\"user\":\"admin-x\",\"n\":5,\"in\":[\"deep-value\"]}",
                        "u=admin-x v=deep-value",
                        "u=«secret:n» v=«secret:n»"),
                Arguments.of("{\"user\":\"admin-x\"}", "{\"user\":\"admin-x\"}", "«secret:n»"),
                Arguments.of("tab\there\n", "\"tab\\there\\n\"", "\"«secret:n»\""),
                Arguments.of(" bare-value\r\n", "bare-value", "«secret:n»"),
                Arguments.of("Grüße-1", "\"Gr\\u00fc\\u00dfe-1\"", "\"«secret:n»\""),
                Arguments.of("short", "short", "short"));
    }

    @ParameterizedTest
    @MethodSource
    void shouldReplace(String secret, String text, String expected) throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            recorder.secrets().learn("n", secret);
            DecisionEntry d = Samples.decision(1);
            d.arguments = text;
            recorder.decision(d);
        }
        assertThat(Samples.read(folder, "decision").get(0).arguments()).isEqualTo(expected);
    }

    @Test
    void shouldReplaceWhereverTheSecretLiesInALongText() throws Exception {
        String secret = "0123456789".repeat(30);
        AuditSettings settings = new AuditSettings(folder.toFile(), 4 << 20, 100_000, 10_000, 10_000);
        try (Recorder recorder = Recorder.open(settings)) {
            recorder.secrets().learn("n", secret);
            recorder.secrets().learn("m", "zz-other-secret");
            DecisionEntry d = Samples.decision(1);
            // Around every border of the window that the text goes through.
            for (int at = 3_600; at < 4_700; at += 1) {
                d.arguments = "x".repeat(at) + secret + "ü" + secret;
                assertThat(recorder.decision(d)).isTrue();
            }
        }
        assertThat(Samples.read(folder, "decision"))
                .hasSize(1_100)
                .allMatch(r -> r.arguments() != null
                        && r.arguments().endsWith("x«secret:n»ü«secret:n»")
                        && !r.arguments().contains("0"));
    }

    @Test
    void shouldAgreeWithAPlainReplacementOnRandomTexts() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        try (Recorder recorder = Recorder.open(new AuditSettings(folder.toFile(), 1 << 20, 100_000, 10_000, 10_000))) {
            recorder.secrets().learn("n", "aabaab");
            for (int i = 0; i < 300; i++) {
                StringBuilder text = new StringBuilder();
                for (int k = random.nextInt(9_000); k >= 0; k--) {
                    text.append(random.nextInt(3) > 0 ? 'a' : 'b');
                }
                DecisionEntry d = Samples.decision(i);
                d.arguments = text.toString();
                assertThat(recorder.decision(d)).isTrue();
                expected.add(text.toString().replace("aabaab", "«secret:n»"));
            }
        }
        assertThat(Samples.read(folder, "decision"))
                .as("seed=" + seed)
                .extracting(JournalRecord::arguments)
                .isEqualTo(expected);
    }

    @Test
    void shouldNotShowAValueByItsName() throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            recorder.secrets().learn("my-password", "my-password");
            DecisionEntry d = Samples.decision(1);
            d.arguments = "my-password";
            recorder.decision(d);
        }
        assertThat(Samples.read(folder, "decision").get(0).arguments()).isEqualTo("«secret:#0»");
    }

    @Test
    void shouldShowNoValueInItsOwnText() {
        KnownSecrets secrets = new KnownSecrets();
        secrets.learn("n", "my-password");
        assertThat(secrets.toString() + secrets.matcher()).doesNotContain("my-password");
        assertThat(secrets.learn("n", "abc")).isFalse();
    }
}
