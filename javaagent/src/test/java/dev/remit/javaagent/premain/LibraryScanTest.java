package dev.remit.javaagent.premain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryScanTest {
    @TempDir
    Path folder;

    record Known(Library library) implements Hook {
        @Override
        public List<CallSite> callSites() {
            return List.of();
        }
    }

    private static final List<Hook> HOOKS = List.of(
            new Known(new Library("LangChain4j", List.of("langchain4j", "langchain4j-core"), List.of("1."))),
            new Known(new Library("OkHttp", List.of("okhttp", "okhttp-jvm"), List.of("3.", "4."))),
            new Known(new Library("Reactor Netty", List.of("reactor-netty-http"), List.of("1.0.7+", "1.1+"))),
            new Known(Library.of("java.net")));

    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource({
        "lib/langchain4j-1.19.0.jar, ''",
        "lib/langchain4j-2.0.0.jar, langchain4j-2.0.0.jar (known: 1.x)",
        "lib/langchain4j-core-2.0.0.jar, langchain4j-core-2.0.0.jar (known: 1.x)",
        "lib/langchain4j-10.0.0.jar, langchain4j-10.0.0.jar (known: 1.x)",
        "lib/langchain4j-open-ai-2.0.0.jar, ''",
        "lib/okhttp-5.5.1.jar, okhttp-5.5.1.jar (known: 3.x 4.x)",
        "lib/okhttp-jvm-5.5.1.jar, okhttp-jvm-5.5.1.jar (known: 3.x 4.x)",
        "lib/okhttp-3.14.9.jar, ''",
        "lib/okhttp.jar, ''",
        "lib/reactor-netty-http-1.0.7.jar, ''",
        "lib/reactor-netty-http-1.0.10.jar, ''",
        "lib/reactor-netty-http-1.1.0.jar, ''",
        "lib/reactor-netty-http-1.20.jar, ''",
        "lib/reactor-netty-http-1.0.6.jar, reactor-netty-http-1.0.6.jar (known: 1.0.x from 1.0.7 1.x from 1.1)",
        "lib/reactor-netty-http-1.M1.jar, reactor-netty-http-1.M1.jar (known: 1.0.x from 1.0.7 1.x from 1.1)",
        "lib/reactor-netty-http-2.2.jar, reactor-netty-http-2.2.jar (known: 1.0.x from 1.0.7 1.x from 1.1)",
        "lib/okhttp-.jar, ''",
        "lib/okhttp-5.5.1, ''",
        "'', ''",
    })
    void shouldKnowAVersionByTheJarsName(String jar, String unknown) {
        assertThat(LibraryScan.unrecognised(HOOKS, jar)).isEqualTo(unknown);
    }

    @Test
    void shouldLookAtTheWholeClassPath() {
        assertThat(LibraryScan.unrecognised(
                        HOOKS,
                        String.join(
                                File.pathSeparator,
                                "classes",
                                "",
                                "a/okhttp-9.0.jar",
                                "b.jar",
                                "langchain4j-3.0.jar",
                                "c.jar")))
                .isEqualTo("okhttp-9.0.jar (known: 3.x 4.x), langchain4j-3.0.jar (known: 1.x)");
    }

    @Test
    void shouldLookIntoTheOneJarOfAnApplication() throws IOException {
        final Path application = folder.resolve("app.jar");
        try (OutputStream file = Files.newOutputStream(application);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("BOOT-INF/lib/okhttp-9.0.jar"));
            zip.putNextEntry(new ZipEntry("BOOT-INF/lib/langchain4j-1.19.0.jar"));
            zip.putNextEntry(new ZipEntry("com/acme/langchain4j-9.txt"));
        }
        assertThat(LibraryScan.unrecognised(HOOKS, application + File.pathSeparator + "remit.jar"))
                .isEqualTo("okhttp-9.0.jar (known: 3.x 4.x)");
    }

    @Test
    void shouldNotMindAJarThatIsNone() throws IOException {
        final Path broken = Files.writeString(folder.resolve("broken.jar"), "no zip");
        assertThat(LibraryScan.unrecognised(HOOKS, broken.toString())).isEmpty();
        assertThat(LibraryScan.unrecognised(HOOKS, folder.resolve("absent.jar").toString()))
                .isEmpty();
    }
}
