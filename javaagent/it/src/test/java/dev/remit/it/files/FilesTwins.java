package dev.remit.it.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.JournalBytes;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import dev.remit.it.SecretUse;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FilesTwins {
    /** What the configuration names: a folder, a file, a pattern. */
    private static final Path SECRETS = Path.of("/tmp/remit-it-secrets");

    private static final Path KEY = Path.of("/tmp/remit-it-key.txt");
    private static final Path KEYS = Path.of("/tmp/remit-it-keys");

    private static final Path ALLOWED = SECRETS.resolve("allowed.txt");
    private static final Path DENIED = SECRETS.resolve("denied.txt");
    private static final String ALLOWED_VALUE = "allowed-file-value";
    private static final String DENIED_VALUE = "denied-file-value";

    private Recorded recorded;

    @TempDir
    private Path folder;

    @BeforeAll
    static void write() throws IOException {
        Files.createDirectories(SECRETS.resolve("deep/deeper"));
        Files.createDirectories(KEYS.resolve("deep"));
        Files.writeString(ALLOWED, ALLOWED_VALUE);
        for (Path denied : denied()) {
            Files.writeString(denied, DENIED_VALUE);
        }
    }

    private static List<Path> denied() {
        return List.of(DENIED, SECRETS.resolve("deep/deeper/denied"), KEY, KEYS.resolve("a.pem"));
    }

    @AfterAll
    static void remove() throws IOException {
        for (Path named : List.of(SECRETS, KEY, KEYS)) {
            try (Stream<Path> paths = Files.walk(named)) {
                paths.sorted(java.util.Comparator.reverseOrder())
                        .map(Path::toFile)
                        .forEach(File::delete);
            }
        }
    }

    @BeforeEach
    void begin() throws IOException {
        folder = folder.toRealPath();
        recorded = new Recorded();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldReadAPermittedFileAndRecordItOnce(Way way) throws Throwable {
        assertThat(way.read(ALLOWED, folder)).isEqualTo(ALLOWED_VALUE);

        final JsonNode decision = only(recorded.decisions("secret"));
        assertThat(decision.path("verdict").asText()).isEqualTo("allow");
        assertThat(decision.path("principal").asText()).startsWith("Remit::Workload::");
        assertThat(decision.path("action").asText()).isEqualTo("Remit::Action::\"FetchSecret\"");
        assertThat(decision.path("resource").asText()).isEqualTo("Remit::Secret::\"file/" + ALLOWED + "\"");
        assertThat(decision.path("policies").toString()).isEqualTo("[\"allowed-file\"]");
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldRefuseAForbiddenFileInTheApisOwnForm(Way way) {
        final String[] read = new String[1];
        final Throwable refusal = catchThrowable(() -> read[0] = way.read(DENIED, folder));

        assertThat(read[0]).isNull();
        assertThat(refusal)
                .isInstanceOf(way.refusal())
                .hasStackTraceContaining("Remit refused this call: action=FetchSecret; resource=Secret/file/" + DENIED)
                .hasStackTraceContaining("policy=denied-file; reason=not this file; instead=ask a person;");
        assertThat(refusal.getMessage()).doesNotContain(DENIED_VALUE);
        assertThat(Files.exists(DENIED)).isTrue();
        assertThat(folder).isEmptyDirectory();
        final JsonNode decision = only(recorded.decisions("secret"));
        assertThat(decision.path("verdict").asText()).isEqualTo("deny");
        assertThat(decision.path("reason").asText()).isEqualTo("not this file");
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("refused");
    }

    @Test
    void shouldNameTheFileAndTheReasonInAnAccessDeniedException() {
        final Throwable refusal = catchThrowable(() -> Files.readString(DENIED));

        assertThat(refusal).isInstanceOf(AccessDeniedException.class);
        assertThat(((AccessDeniedException) refusal).getFile()).isEqualTo(DENIED.toString());
        assertThat(((AccessDeniedException) refusal).getReason()).startsWith("Remit refused this call: ");
    }

    @ParameterizedTest
    @MethodSource("denied")
    void shouldRefuseWhatIsNamedInWhateverWay(Path secret) {
        assertRefused(secret.toString(), secret);
    }

    static Stream<Arguments> shouldRefuseEverySpelling() throws IOException {
        final Path working = Path.of("").toRealPath();
        final String up = "../".repeat(working.getNameCount());
        return Stream.of(
                Arguments.of("/tmp//remit-it-secrets///denied.txt"),
                Arguments.of("/tmp/./remit-it-secrets/./denied.txt"),
                Arguments.of("/tmp/remit-it-secrets/deep/../denied.txt"),
                Arguments.of("/tmp/remit-it-secrets/denied.txt/"),
                Arguments.of("/../tmp/remit-it-secrets/denied.txt"),
                Arguments.of(up + "tmp/remit-it-secrets/denied.txt"),
                Arguments.of("/proc/self/root/tmp/remit-it-secrets/denied.txt"),
                Arguments.of("/proc/self/cwd/" + up + "tmp/remit-it-secrets/denied.txt"),
                Arguments.of("/proc/thread-self/root/tmp/remit-it-secrets/denied.txt"));
    }

    @ParameterizedTest
    @MethodSource
    void shouldRefuseEverySpelling(String path) {
        assertRefused(path, DENIED);
    }

    @Test
    void shouldRefuseASecretBehindALink() throws IOException {
        Files.createSymbolicLink(folder.resolve("file"), DENIED);
        Files.createSymbolicLink(folder.resolve("folder"), SECRETS);
        Files.createSymbolicLink(folder.resolve("again"), folder.resolve("file"));

        assertRefused(folder + "/file", DENIED);
        assertRefused(folder + "/folder/denied.txt", DENIED);
        assertRefused(folder + "/again", DENIED);
    }

    @Test
    void shouldRefuseASecretUnderAnotherNameOfItsFile() throws Exception {
        for (Path secret : List.of(DENIED, KEY)) {
            final Path link = folder.resolve("hard-" + secret.getFileName());
            // a child, since within this process the link itself is refused
            assertThat(new ProcessBuilder("/bin/ln", secret.toString(), link.toString())
                            .start()
                            .waitFor())
                    .isZero();

            assertRefused(link.toString(), secret);
        }
    }

    @Test
    void shouldRefuseToGiveASecretAnotherName() throws IOException {
        assertThat(catchThrowable(() -> Files.createLink(folder.resolve("hard"), DENIED)))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("Secret/file/" + DENIED);
        assertThat(catchThrowable(() -> Files.createLink(folder.resolve("hard"), KEYS.resolve("a.pem"))))
                .isInstanceOf(AccessDeniedException.class);
        assertThat(catchThrowable(() -> Files.move(SECRETS, Path.of("/tmp/remit-it-moved"))))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("Secret/file/" + SECRETS);
        assertThat(catchThrowable(() -> KEYS.toFile().renameTo(new File("/tmp/remit-it-moved"))))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("Secret/file/" + KEYS);

        assertThat(folder).isEmptyDirectory();
        assertThat(DENIED).exists();
        assertThat(KEYS).exists();
        assertThat(recorded.decisions())
                .hasSize(4)
                .allSatisfy(d -> assertThat(d.path("verdict").asText()).isEqualTo("deny"));
    }

    @Test
    void shouldRefuseASecretUnderALinkWhoseNameIsNoText() throws IOException {
        final Path link = Path.of(URI.create(folder.toUri() + "%FF%FE"));
        Files.createSymbolicLink(link, DENIED);

        final Throwable refusal = catchThrowable(() -> Files.readString(link));

        assertThat(refusal).isInstanceOf(AccessDeniedException.class);
        final Path plain = Path.of(URI.create(folder.toUri() + "%FD"));
        Files.writeString(plain, "plain");
        assertThat(Files.readString(plain)).isEqualTo("plain");
        assertThat(recorded.decisions()).hasSize(1);
    }

    @Test
    void shouldDecideNothingAboutFilesThatAreNoSecrets() throws Throwable {
        final Path plain = Files.writeString(folder.resolve("plain"), "plain");
        for (Way way : Way.values()) {
            if (way != Way.CHILD_PROCESS_INPUT) {
                assertThat(way.read(plain, Files.createTempDirectory(folder, way.name())))
                        .isEqualTo("plain");
            }
        }
        assertThat(catchThrowable(() -> Files.readString(folder.resolve("absent"))))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(catchThrowable(() -> new FileInputStream("").close())).isInstanceOf(FileNotFoundException.class);
        assertThat(catchThrowable(() -> new FileInputStream("/tmp/remit-it-secrets\0").close()))
                .isInstanceOf(FileNotFoundException.class);
        // A pattern's star stays within its folder; nor is what only begins like a secret one.
        Files.writeString(KEYS.resolve("deep/a.pem"), "plain");
        assertThat(Files.readString(KEYS.resolve("deep/a.pem"))).isEqualTo("plain");
        assertThat(catchThrowable(() -> Files.readString(Path.of("/tmp/remit-it-secrets2"))))
                .isInstanceOf(NoSuchFileException.class);

        assertThat(recorded.decisions()).isEmpty();
    }

    /** A folder's names are no secret, and what is written is the writer's own. */
    @Test
    void shouldDecideNothingAboutNamesAndWriting() throws IOException {
        try (Stream<Path> names = Files.list(SECRETS)) {
            assertThat(names).contains(ALLOWED, DENIED);
        }
        assertThat(SECRETS.toFile().list()).contains("denied.txt");
        assertThat(Files.size(DENIED)).isEqualTo(DENIED_VALUE.length());
        Files.writeString(DENIED, DENIED_VALUE);
        Files.writeString(DENIED, "", StandardOpenOption.APPEND);
        try (FileOutputStream out = new FileOutputStream(DENIED.toFile())) {
            out.write(DENIED_VALUE.getBytes(StandardCharsets.UTF_8));
        }
        // as whoever renews a secret in one step does
        Files.writeString(folder.resolve("new"), DENIED_VALUE);
        Files.move(folder.resolve("new"), DENIED, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        assertThat(recorded.decisions()).isEmpty();

        assertThat(catchThrowable(() -> new RandomAccessFile(DENIED.toFile(), "rw").close()))
                .isInstanceOf(FileNotFoundException.class);
        assertThat(recorded.decisions()).hasSize(1);
    }

    @Test
    void shouldGuardArchives() throws IOException {
        for (String name : List.of("allowed.zip", "denied.zip")) {
            try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(SECRETS + "/" + name))) {
                zip.putNextEntry(new ZipEntry("entry"));
            }
        }
        final Path allowed = SECRETS.resolve("allowed.zip");
        final Path denied = SECRETS.resolve("denied.zip");
        try (ZipFile zip = new ZipFile(allowed.toFile());
                JarFile jar = new JarFile(allowed.toFile());
                FileSystem system = FileSystems.newFileSystem(allowed)) {
            assertThat(zip.size()).isEqualTo(1);
            assertThat(jar.size()).isEqualTo(1);
            assertThat(system.getPath("entry")).exists();
        }

        assertThat(catchThrowable(() -> new ZipFile(denied.toFile()).close())).isInstanceOf(IOException.class);
        assertThat(catchThrowable(() -> new JarFile(denied.toFile()).close())).isInstanceOf(IOException.class);
        assertThat(catchThrowable(() -> FileSystems.newFileSystem(denied).close()))
                .isInstanceOf(IOException.class);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .filteredOn(d -> d.path("verdict").asText().equals("deny"))
                .hasSize(3);
        assertThat(decisions)
                .filteredOn(d -> d.path("verdict").asText().equals("allow"))
                .isNotEmpty();
    }

    @Test
    void shouldAttributeAReadToTheAgentAndItsToolCall() throws Exception {
        AgentWork.inSession("s-files", () -> Files.readString(ALLOWED));

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "secret");
        assertThat(decisions.get(1).path("principal").asText()).startsWith("Remit::Agent::");
        assertThat(decisions.get(1).path("session").asText()).isEqualTo("s-files");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
    }

    @Test
    void shouldDecideEachReadAnew() throws IOException {
        Files.readString(ALLOWED);
        Files.readString(ALLOWED);

        assertThat(recorded.decisions()).hasSize(2);
    }

    @Test
    void shouldKeepTheValuesOutOfEveryRecord() throws Exception {
        final Path properties = SECRETS.resolve("allowed.properties");
        final String quoted = "it-\"quoted\"\\value";
        Files.writeString(properties, "user = it-file-user\r\nkey: '" + quoted + "'\nit-bare-line\n");
        try (LocalServer server = new LocalServer()) {
            final String raw = Files.readString(properties);
            final String escaped = raw.replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\r", "\\r")
                    .replace("\n", "\\n");
            SecretUse.of(escaped);
            SecretUse.of(escaped.strip().substring(0, escaped.length() - 2));
            SecretUse.of(quoted.replace("\\", "\\\\").replace("\"", "\\\""));
            SecretUse.of("it-file-user");
            SecretUse.of("it-bare-line");
            // what stands in the file anew is known when it is read anew
            Files.writeString(ALLOWED, "another-file-value\n");
            SecretUse.of(Files.readString(ALLOWED).strip());
            final HttpURLConnection connection = (HttpURLConnection)
                    URI.create(server.allowed("/it-file-user/x")).toURL().openConnection();
            assertThat(connection.getResponseCode()).isEqualTo(200);
        } finally {
            Files.writeString(ALLOWED, ALLOWED_VALUE);
        }

        final String placeholder = "«secret:file/" + properties + "»";
        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(
                        SecretUse.arguments(placeholder + "\\n"),
                        SecretUse.arguments(placeholder),
                        SecretUse.arguments(placeholder),
                        SecretUse.arguments(placeholder),
                        SecretUse.arguments(placeholder),
                        SecretUse.arguments("«secret:file/" + ALLOWED + "»"));
        assertThat(only(recorded.decisions("http")).path("arguments").asText()).isEqualTo("/" + placeholder + "/x");
        assertThat(JournalBytes.filesWith(placeholder)).isNotEmpty();
        for (String value : List.of(
                ALLOWED_VALUE,
                DENIED_VALUE,
                "another-file-value",
                "it-file-user",
                "it-bare-line",
                quoted,
                "it-\\\"quoted")) {
            assertThat(JournalBytes.filesWith(value)).isEmpty();
        }
    }

    private void assertRefused(String path, Path secret) {
        final Recorded since = new Recorded();
        final Throwable io = catchThrowable(() -> new FileInputStream(path).close());
        final Throwable nio = catchThrowable(() -> Files.readString(Path.of(path)));

        assertThat(io)
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageStartingWith("Remit refused this call: action=FetchSecret; resource=Secret/file/" + secret);
        assertThat(nio)
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("Remit refused this call: action=FetchSecret; resource=Secret/file/" + secret);
        assertThat(since.decisions())
                .extracting(d -> d.path("resource").asText() + d.path("verdict").asText())
                .containsExactly(
                        "Remit::Secret::\"file/" + secret + "\"deny", "Remit::Secret::\"file/" + secret + "\"deny");
    }

    private static JsonNode only(List<JsonNode> records) {
        assertThat(records).hasSize(1);
        return records.get(0);
    }
}
