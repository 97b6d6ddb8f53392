package dev.remit.javaagent.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.service.tool.ToolExecutor;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;

class DoctorCommandTest {
    @TempDir
    Path folder;

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private Path copy(Class<?> type, String name) throws Exception {
        return Files.copy(jarOf(type), folder.resolve(name));
    }

    /** The hooks are compiled against these, and so each of their rows is there. */
    @Test
    void shouldCoverWhatTheHooksAreMadeFor() throws Exception {
        final String classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Files.exists(Path.of(entry)))
                .collect(joining(File.pathSeparator));
        final CommandRun run = CommandRun.of("doctor", "-cp", classPath);

        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .anyMatch(line -> line.startsWith("OkHttp\tokhttp-") && line.endsWith("\tcovered\t"))
                .anyMatch(line -> line.startsWith("LangChain4j\tlangchain4j-") && line.endsWith("\tcovered\t"))
                .allMatch(line -> line.contains("\tcovered\t"));
        assertThat(run.status()).isZero();
    }

    @Test
    void shouldLookIntoASpringBootJar() throws Exception {
        final Path application = folder.resolve("app.jar");
        try (OutputStream file = Files.newOutputStream(application);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Class<?> type : List.of(ToolExecutor.class, OkHttpClient.class, BeanFactory.class)) {
                zip.putNextEntry(new ZipEntry("BOOT-INF/lib/" + jarOf(type).getFileName()));
                Files.copy(jarOf(type), zip);
            }
        }
        final CommandRun run = CommandRun.of("doctor", application.toString());

        assertThat(run.status()).isZero();
        assertThat(run.out().lines())
                .extracting(line -> line.replaceAll("-[0-9].*jar", ".jar"))
                .containsExactly("OkHttp\tokhttp-jvm.jar\tcovered\t", "LangChain4j\tlangchain4j.jar\tcovered\t");
    }

    @Test
    void shouldFollowTheManifestAndFolders() throws Exception {
        copy(OkHttpClient.class, "okhttp-4.12.0.jar");
        final Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "okhttp-4.12.0.jar absent.jar file:///no.jar");
        final Path application = folder.resolve("app.jar");
        new JarOutputStream(Files.newOutputStream(application), manifest).close();

        assertThat(CommandRun.of("doctor", application.toString()).out())
                .isEqualTo("OkHttp\tokhttp-4.12.0.jar\tcovered\t\n");
        assertThat(CommandRun.of("doctor", "-cp", folder + "/*").out())
                .isEqualTo("OkHttp\tokhttp-4.12.0.jar\tcovered\t\n");
    }

    @Test
    void shouldSayWhatIsNotGuarded() throws Exception {
        copy(OkHttpClient.class, "okhttp-99.0.jar");
        new JarOutputStream(Files.newOutputStream(folder.resolve("async-http-client-3.0.1.jar")), new Manifest())
                .close();
        final CommandRun run = CommandRun.of("doctor", "-cp", folder + "/*");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out().lines())
                .hasSize(2)
                .anyMatch(line ->
                        line.startsWith("OkHttp\tokhttp-99.0.jar\tnot\tno hook was made for this version (known: ")
                                && line.endsWith("hooks.strict=on"))
                .anyMatch(
                        line -> line.startsWith("AsyncHttpClient\tasync-http-client-3.0.1.jar\tnot\tpermit its hosts"));
    }

    @Test
    void shouldSayWhichClassesAreNotAsKnown() throws Exception {
        final Path classes = folder.resolve("classes/okhttp3/internal/http");
        Files.createDirectories(classes);
        try (var in = DoctorCommandTest.class.getResourceAsStream("DoctorCommandTest.class")) {
            Files.write(classes.resolve("BridgeInterceptor.class"), in.readAllBytes());
        }
        final Path real = copy(OkHttpClient.class, "okhttp-4.12.0.jar");
        final CommandRun run = CommandRun.of("doctor", "-cp", folder.resolve("classes") + ":" + real);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("OkHttp\tclasses\tpartly\tnothing known in okhttp3.internal.http.BridgeInterceptor: ");
    }

    @Test
    void shouldSayWhatCannotBeRead() throws IOException {
        final Path broken = Files.writeString(folder.resolve("broken.jar"), "no zip");
        assertThat(CommandRun.of("doctor", broken.toString()))
                .extracting(CommandRun::status, run -> run.err().contains("broken.jar: this is no jar"))
                .containsExactly(2, true);
        assertThat(CommandRun.of("doctor", folder.resolve("absent.jar").toString())
                        .err())
                .contains("absent.jar: there is no such file or folder");
        assertThat(CommandRun.of("doctor", "-cp", folder.resolve("absent") + "/*")
                        .err())
                .contains("there is no such folder");
        assertThat(CommandRun.of("doctor").err()).contains("Name the application's jar, or its class path with -cp");
        assertThat(CommandRun.of("doctor", "-cp", folder.toString(), "app.jar").status())
                .isEqualTo(2);
        assertThat(CommandRun.of("doctor", "-cp", folder.toString()))
                .extracting(CommandRun::status, run -> run.err().contains("no library that is known was found"))
                .containsExactly(0, true);
    }
}
