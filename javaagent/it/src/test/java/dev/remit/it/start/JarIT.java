package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
                    .noneMatch(name -> name.startsWith("remit/META-INF/native/") || name.endsWith(".so"));
            final List<String> classes = new ArrayList<>(packed(jar, "remit/start"));
            classes.addAll(packed(jar, "remit/classes"));
            assertThat(classes)
                    .contains("dev.remit.javaagent.premain.Guard", "net.openhft.chronicle.queue.ChronicleQueue")
                    .noneMatch(name -> name.startsWith("dev.langchain4j.")
                            || name.startsWith("org.springframework.")
                            || name.startsWith("io.modelcontextprotocol.")
                            || name.startsWith("okhttp3.")
                            || name.startsWith("com.embabel.")
                            || name.startsWith("software.amazon.")
                            || name.startsWith("net.openhft.chronicle.analytics.")
                            || name.startsWith("com.sun.jna."));
        }
    }

    /** The names of the classes in a pack, as its head has them. */
    private static List<String> packed(JarFile jar, String entry) throws IOException {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(jar.getJarEntry(entry)))) {
            final ByteBuffer head = ByteBuffer.allocate(in.readInt());
            in.readFully(head.array(), 4, head.capacity() - 4);
            final int end = head.capacity() - head.getInt(4);
            head.position(12 + 4 * head.getInt(8));
            final List<String> names = new ArrayList<>();
            while (head.position() < end) {
                final byte[] name = new byte[head.getShort()];
                head.get(name);
                names.add(new String(name, StandardCharsets.US_ASCII));
                head.position(head.position() + 12);
            }
            return names;
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
