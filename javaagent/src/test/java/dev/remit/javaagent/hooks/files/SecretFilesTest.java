package dev.remit.javaagent.hooks.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.config.ConfigLoader;
import dev.remit.engine.config.RemitConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    private Path folder;
    private Path key;
    private Path inFolder;
    private Path byPattern;
    private Path plain;
    private SecretFiles files;

    @BeforeEach
    void write(@TempDir Path temporary) throws Exception {
        folder = temporary.toRealPath();
        Files.createDirectories(folder.resolve("secrets/deep"));
        key = Files.writeString(folder.resolve("key"), "the-key");
        inFolder = Files.writeString(folder.resolve("secrets/deep/db"), "the-password");
        byPattern = Files.writeString(folder.resolve("a.pem"), "the-pem");
        plain = Files.writeString(folder.resolve("plain"), "plain");
        files = files(key + "," + folder + "/secrets," + folder + "/*.pem", "");
    }

    private static SecretFiles files(String paths, String variables) throws Exception {
        final RemitConfig config =
                ConfigLoader.load(null, Map.of("REMIT_SECRETS_FILES", paths, "REMIT_SECRETS_ENV", variables));
        return new SecretFiles(config.secretsFiles(), config.secretsEnv());
    }

    private String find(Path path) {
        return name(files.find(path));
    }

    private String findMoved(Path path) {
        return name(files.findMoved(path));
    }

    private static String name(FoundSecret found) {
        return found == null ? null : found.store() + String.join(",", found.names());
    }

    @Test
    void shouldFindWhatIsNamedAndNothingElse() {
        assertThat(find(key)).isEqualTo("file" + key);
        assertThat(find(inFolder)).isEqualTo("file" + inFolder);
        assertThat(find(byPattern)).isEqualTo("file" + byPattern);
        assertThat(find(plain)).isNull();
        assertThat(find(folder.resolve("absent"))).isNull();
        assertThat(find(plain.resolve("below-a-file"))).isNull();
        assertThat(find(Path.of(""))).isNull();
        // whoever makes it there and reads it on
        assertThat(find(folder.resolve("secrets/absent"))).isEqualTo("file" + folder + "/secrets/absent");
    }

    @Test
    void shouldTakeNoFolderForASecret() throws IOException {
        Files.createDirectory(folder.resolve("folder.pem"));
        assertThat(find(folder.resolve("secrets"))).isNull();
        assertThat(find(folder.resolve("secrets/deep/.."))).isNull();
        assertThat(find(folder.resolve("folder.pem"))).isNull();
    }

    @Test
    void shouldFindASecretHoweverItIsSpelled() {
        assertThat(find(Path.of(folder + "//secrets/./deep///db/"))).isEqualTo("file" + inFolder);
        assertThat(find(Path.of(folder + "/secrets/deep/../deep/db"))).isEqualTo("file" + inFolder);
        assertThat(find(Path.of("").toAbsolutePath().relativize(key))).isEqualTo("file" + key);
        assertThat(find(Path.of("/proc/self/root" + key))).isEqualTo("file" + key);
    }

    @Test
    void shouldFindASecretBehindALink() throws IOException {
        final Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("key"));
        final Path links = Files.createSymbolicLink(folder.resolve("links"), Path.of("secrets/deep"));
        assertThat(find(link)).isEqualTo("file" + key);
        assertThat(find(links.resolve("db"))).isEqualTo("file" + inFolder);
        assertThat(find(Files.createSymbolicLink(folder.resolve("again"), link)))
                .isEqualTo("file" + key);
        assertThat(find(Files.createSymbolicLink(folder.resolve("other"), plain)))
                .isNull();
    }

    /** From a link, up is not where it seems to be: the name that a policy decides by is the one of what is opened. */
    @Test
    void shouldNotBeMisledByGoingUpFromALink() throws IOException {
        Files.createDirectories(folder.resolve("secrets/deep/deeper"));
        Files.writeString(folder.resolve("secrets/db"), "another");
        Files.createSymbolicLink(folder.resolve("secrets/link"), folder.resolve("secrets/deep/deeper"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("secrets/deep/deeper"));
        assertThat(find(Path.of(folder + "/secrets/link/../db"))).isEqualTo("file" + inFolder);
        assertThat(find(Path.of(folder + "/link/../db"))).isEqualTo("file" + inFolder);
    }

    @Test
    void shouldFindASecretUnderAnotherNameOfItsFile() throws IOException {
        assertThat(find(Files.createLink(folder.resolve("hard"), key))).isEqualTo("file" + key);
        assertThat(find(Files.createLink(folder.resolve("hard-too"), inFolder))).isEqualTo("file" + inFolder);
        assertThat(find(Files.createLink(folder.resolve("other"), plain))).isNull();
    }

    @Test
    void shouldFindASecretUnderANameThatIsNoText() throws IOException {
        final Path link = Path.of(URI.create(folder.toUri() + "%FF%FE"));
        Files.createSymbolicLink(link, key);
        assertThat(find(link)).isEqualTo("file" + key);
        assertThat(find(Files.writeString(Path.of(URI.create(folder.toUri() + "%FF")), "x")))
                .isNull();
    }

    @Test
    void shouldFindWhatIsNamedOverALink() throws Exception {
        Files.createSymbolicLink(folder.resolve("var"), folder.resolve("secrets"));
        files = files(folder + "/var/deep", "");
        assertThat(find(inFolder)).isEqualTo("file" + inFolder);
        assertThat(find(folder.resolve("var/deep/db"))).isEqualTo("file" + folder + "/var/deep/db");
    }

    @Test
    void shouldFindWhatMovesWithAFolder() throws IOException {
        final Path link = Files.createSymbolicLink(folder.resolve("link"), key);
        final Path parent = Files.createSymbolicLink(folder.resolve("parent"), folder);
        assertThat(findMoved(key)).isEqualTo("file" + key);
        assertThat(findMoved(parent.resolve("key"))).isEqualTo("file" + key);
        assertThat(findMoved(inFolder)).isEqualTo("file" + inFolder);
        assertThat(findMoved(folder.resolve("secrets"))).isEqualTo("file" + folder + "/secrets");
        assertThat(findMoved(folder)).isEqualTo("file" + folder);
        assertThat(findMoved(plain)).isNull();
        assertThat(findMoved(link)).isNull();
        assertThat(findMoved(folder.resolve("absent/absent"))).isNull();
        assertThat(findMoved(Path.of("/"))).isNull();
    }

    @Test
    void shouldFindTheVariablesThatAProcessShows() throws Exception {
        files = files("", "SECRET_*");
        final ProcessBuilder builder = new ProcessBuilder("/bin/sleep", "60");
        builder.environment().putAll(Map.of("SECRET_B", "b=2", "PLAIN", "p"));
        final Process process = builder.start();
        try {
            final Path environ = Path.of("/proc/" + process.pid() + "/environ");
            while (!Files.readString(environ).contains("PLAIN=p")) {
                Thread.onSpinWait();
            }
            final FoundSecret found = files.find(environ);
            assertThat(found).isEqualTo(new FoundSecret("env", List.of("SECRET_B"), List.of("b=2")));
            assertThat(find(Path.of("/proc/" + process.pid() + "/task/" + process.pid() + "/environ")))
                    .isEqualTo("envSECRET_B");
            final Path link = Files.createSymbolicLink(folder.resolve("link"), environ);
            assertThat(find(link)).isEqualTo("envSECRET_B");
            // Before the process ends: a link that loses its target can't be cleared away with the folder.
            Files.delete(link);
        } finally {
            process.destroy();
        }
        assertThat(find(Path.of("/proc/self/environ"))).isNull();
        assertThat(find(Path.of("/proc/self/status"))).isNull();
        assertThat(find(key)).isNull();
    }

    @Test
    void shouldBeEmptyWithoutNames() throws Exception {
        assertThat(files("", "").isEmpty()).isTrue();
        assertThat(files("", "A").isEmpty()).isFalse();
        assertThat(files.isEmpty()).isFalse();
    }
}
