package dev.remit.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.redact.KnownSecrets;
import dev.remit.engine.audit.redact.RedactionPatterns;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
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
        } catch (java.io.FileNotFoundException e) {
            // Renamed while the recorder is open, as a file is that was written whole; it is looked at again when it is
            // closed.
            assertThat(path).doesNotExist();
            return false;
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

    /** The very same object was recorded as it is, and may be remembered so. */
    @Test
    void shouldReplaceInATextThatWasRecordedBefore() throws Exception {
        String resource = "https://x/?k=hunter2-x";
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            DecisionEntry d = Samples.decision(1);
            for (String name : new String[] {"", "other", "n"}) {
                if (!name.isEmpty()) {
                    recorder.secrets().learn(name, name.equals("n") ? "hunter2-x" : "another-secret");
                }
                d.resource = resource;
                assertThat(recorder.decision(d)).isTrue();
                assertThat(recorder.decision(d)).isTrue();
            }
        }
        assertThat(Samples.read(folder, "decision"))
                .extracting(JournalRecord::resource)
                .containsExactly(
                        resource, resource, resource, resource, "https://x/?k=«secret:n»", "https://x/?k=«secret:n»");
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

    static Stream<Arguments> shouldReplaceEncodedForms() {
        String url = "https://x/?k=«secret:n»&z=1";
        return Stream.of(
                Arguments.of("hunter2-x", "Basic " + base64("user:hunter2-x"), "Basic dXNlcjp«secret:n»g="),
                Arguments.of("hunter2-x", "Basic " + base64("u:hunter2-x:more"), "Basic dTp«secret:n»g6bW9yZQ=="),
                Arguments.of("hunter2-x", "Basic " + base64("ab:hunter2-x"), "Basic YWI6«secret:n»"),
                Arguments.of("hunter2-x", base64("hunter2-x"), "«secret:n»"),
                Arguments.of(
                        "?>?>?>?>?>", Base64.getUrlEncoder().encodeToString(utf8("x?>?>?>?>?>y")), "eD«secret:n»55"),
                Arguments.of("a b/c&d=Ü*'", "https://x/?k=a+b%2Fc%26d%3D%C3%9C*%27&z=1", url),
                Arguments.of("a b/c&d=Ü*'", "https://x/?k=a%20b%2Fc%26d%3D%C3%9C%2A%27&z=1", url),
                Arguments.of("a b/c&d=Ü*'", "https://x/?k=a%20b%2fc%26d%3d%c3%9c*'&z=1", url));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(utf8(text));
    }

    /** What is left of base64 holds its neighbours' bits, too. */
    @ParameterizedTest
    @MethodSource
    void shouldReplaceEncodedForms(String secret, String text, String expected) throws Exception {
        Recorder recorder = Recorder.open(Samples.small(folder));
        recorder.secrets().learn("n", secret);
        DecisionEntry d = Samples.decision(1);
        d.arguments = Map.of("header", text);
        d.resource = text;
        recorder.decision(d);
        recorder.close();
        JournalRecord record = Samples.read(folder, "decision").get(0);
        assertThat(record.whole()).isTrue();
        assertThat(record.resource()).isEqualTo(expected);
        assertThat(record.arguments()).isEqualTo("{\"header\":\"" + expected + "\"}");
        assertThat(record.argumentsSize()).isEqualTo(utf8(record.arguments()).length);
        assertThat(record.argumentsDigest())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(utf8(record.arguments()))));
        assertThat(record.reason()).isEqualTo(Samples.decision(1).reason);
        assertThat(filesContaining(utf8(text))).isEmpty();
    }

    /** A text that is cut within an encoded secret ends with what begins one. */
    @Test
    void shouldNotLeaveTheBeginningOfAnEncodedSecret() throws Exception {
        String secret = "0123456789abcdefghijklmnopqrstuvwxyz";
        String encoded = base64(secret);
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            recorder.secrets().learn("n", secret);
            for (int kept = 4; kept < encoded.length(); kept++) {
                DecisionEntry d = Samples.decision(kept);
                d.arguments = "-".repeat(4096 - kept) + encoded + "-".repeat(10);
                assertThat(recorder.decision(d)).isTrue();
            }
        }
        assertThat(Samples.read(folder, "decision"))
                .hasSize(encoded.length() - 4)
                .allSatisfy(record -> assertThat(record.arguments()).endsWith("-«secret:n»"));
    }

    @Test
    void shouldReplaceThePatternsOfTheOperator() throws Exception {
        Path file = Files.writeString(
                folder.resolve("patterns.txt"),
                "# ours\n\ntoken  tok_[A-Za-z0-9]{8,}\ncard\t\\b[0-9]{4}(-[0-9]{4}){3}\\b\n");
        AuditSettings settings = new AuditSettings(
                folder.resolve("audit").toFile(),
                1 << 20,
                4096,
                0,
                10_000,
                JournalSettings.DEFAULT.redacting(RedactionPatterns.read(file)));
        try (Recorder recorder = Recorder.open(settings)) {
            DecisionEntry d = Samples.decision(1);
            d.arguments = "{\"a\":\"tok_abcdefgh12\",\"b\":\"1234-5678-9012-3456\",\"c\":\"tok_short\"}";
            d.resource = "https://x/tok_ABCDEFGH";
            recorder.decision(d);
        }
        JournalRecord record =
                Samples.read(settings.folder().toPath(), "decision").get(0);
        assertThat(record.arguments()).isEqualTo("{\"a\":\"«token»\",\"b\":\"«card»\",\"c\":\"tok_short\"}");
        assertThat(record.resource()).isEqualTo("https://x/«token»");
        assertThat(record.action()).isEqualTo(Samples.decision(1).action);
    }

    @Test
    void shouldNameEveryLineThatIsNoPattern() throws Exception {
        Path file = Files.writeString(folder.resolve("patterns.txt"), "token\nok x+\nbad (x\nempty x*\na/b x\n");
        assertThatThrownBy(() -> RedactionPatterns.read(file))
                .isInstanceOf(AuditException.class)
                .hasMessage(
                        "audit.redact: " + file
                                + ":1: a line is a name of letters, digits, '.', '_' and '-', and behind blanks a regular expression: token tok_[A-Za-z0-9]{24}\n"
                                + file
                                + ":3: no regular expression of RE2's syntax: error parsing regexp: missing closing ): `(x`\n"
                                + file
                                + ":4: the expression of 'empty' matches an empty text, so it stands everywhere\n"
                                + file
                                + ":5: a line is a name of letters, digits, '.', '_' and '-', and behind blanks a regular expression: token tok_[A-Za-z0-9]{24}");
    }

    /** Whatever form of it was found. */
    @Test
    void shouldNotShowAValueByItsNameInPlaceOfAnEncodedForm() throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            recorder.secrets().learn("vault/hunter2-x", "hunter2-x");
            recorder.secrets().learn("other", "another-secret");
            DecisionEntry d = Samples.decision(1);
            d.arguments = "Basic " + base64("hunter2-x") + " " + base64("another-secret");
            assertThat(recorder.decision(d)).isTrue();
        }
        JournalRecord record = Samples.read(folder, "decision").get(0);
        assertThat(record.arguments()).startsWith("Basic «secret:#").endsWith(" «secret:other»");
        assertThat(filesContaining(utf8("hunter2-x"))).isEmpty();
    }
}
