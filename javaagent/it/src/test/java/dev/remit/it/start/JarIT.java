package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What remit.jar holds. */
class JarIT {
    private static final long LARGEST = 20L * 1024 * 1024;

    @Test
    void shouldShowTheApplicationNothingButTheLauncher() throws IOException {
        try (JarFile jar = new JarFile(GuardedJvm.jar().toFile())) {
            final List<String> outside = jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .filter(name -> !name.startsWith("remit/"))
                    .toList();
            assertThat(outside)
                    .containsExactlyInAnyOrder("META-INF/MANIFEST.MF", "dev/remit/javaagent/RemitAgent.class");
        }
    }

    @Test
    void shouldHoldNoGuardedLibraryAndNothingThatCallsHome() throws IOException {
        try (JarFile jar = new JarFile(GuardedJvm.jar().toFile())) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .noneMatch(name -> name.startsWith("remit/dev/langchain4j/")
                            || name.startsWith("remit/org/springframework/")
                            || name.startsWith("remit/io/modelcontextprotocol/")
                            || name.startsWith("remit/okhttp3/")
                            || name.startsWith("remit/software/amazon/")
                            || name.startsWith("remit/net/openhft/chronicle/analytics/")
                            || name.startsWith("remit/com/sun/jna/")
                            || name.startsWith("remit/META-INF/native/"));
        }
    }

    @Test
    void shouldHaveABillOfItsMaterialsBesideIt() throws IOException {
        final JsonNode bill = new ObjectMapper()
                .readTree(GuardedJvm.jar().resolveSibling("remit-sbom.json").toFile());

        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.path("components").findValuesAsText("name"))
                .contains("byte-buddy", "agrona", "chronicle-queue", "picocli")
                .doesNotContain("langchain4j", "junit-jupiter-api");
    }

    /** Its libraries lie packed, without their native code and without what is not used of them; they come this far only if all is there. */
    @Test
    void shouldHoldWhatTalksToAWorkloadApi(@TempDir Path folder) throws Exception {
        final GuardedJvm.Result result = new GuardedJvm(folder)
                .tool("java", "-jar", GuardedJvm.jar().toString(), "identity", "--wait", "5", "tcp://127.0.0.1:1");

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).startsWith("WAITING: ").contains("UNAVAILABLE", "Connection refused");
    }

    @Test
    void shouldStaySmall() throws IOException {
        assertThat(Files.size(GuardedJvm.jar())).isLessThan(LARGEST);
    }
}
