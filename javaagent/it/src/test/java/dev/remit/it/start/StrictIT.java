package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.remit.it.app.Requesting;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guarded library in a version that no hook was made for: the same jar by another name. */
class StrictIT {
    private static final String POLICY = """
            permit (principal, action == Remit::Action::"Connect", resource);
            permit (principal, action == Remit::Action::"GET", resource);
            """;

    @TempDir
    Path folder;

    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private GuardedJvm jvm(String jarName, String... lines) throws Exception {
        final File okhttp = new File(OkHttpClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        final Path renamed = folder.resolve(jarName);
        Files.copy(okhttp.toPath(), renamed);
        final List<String> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            classPath.add(
                    new File(entry).getCanonicalFile().equals(okhttp.getCanonicalFile()) ? renamed.toString() : entry);
        }
        final List<String> all = new ArrayList<>(List.of("mode=enforce", "policy=p.cedar"));
        all.addAll(List.of(lines));
        return new GuardedJvm(folder)
                .file("p.cedar", POLICY)
                .guarded(all.toArray(new String[0]))
                .classPath(String.join(File.pathSeparator, classPath));
    }

    private GuardedJvm.Result run(GuardedJvm jvm) throws Exception {
        return jvm.run(
                Requesting.class, "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static List<String> actions(GuardedJvm jvm) throws Exception {
        return jvm.audit("print", "--format", "jsonl", "remit-audit")
                .out()
                .lines()
                .filter(line -> line.contains("\"kind\":\"decision\""))
                .map(line -> line.replaceAll(".*Remit::Action::..([A-Za-z]+).*", "$1"))
                .toList();
    }

    @Test
    void shouldGuardAKnownVersion() throws Exception {
        final GuardedJvm jvm = jvm("okhttp-4.99.jar", "hooks.strict=on");
        final GuardedJvm.Result result = run(jvm);
        assertThat(result.out()).isEqualTo("status 204\n");
        assertThat(result.err()).doesNotContain("unknown");
        assertThat(actions(jvm)).containsExactly("GET");
    }

    @Test
    void shouldSeeAnUnknownVersionAtItsSockets() throws Exception {
        final GuardedJvm jvm = jvm("okhttp-99.0.jar");
        final GuardedJvm.Result result = run(jvm);
        assertThat(result.out()).isEqualTo("status 204\n");
        assertThat(result.errLines())
                .anyMatch(line -> line.startsWith("  unknown   okhttp-99.0.jar (known: ")
                        && line.endsWith("; seen at its sockets only"))
                .filteredOn(line -> line.startsWith("Remit: "))
                .singleElement()
                .asString()
                .contains(
                        "of a version that no hook was made for, okhttp-99.0.jar (known: ", "seen at its sockets only");
        assertThat(actions(jvm)).containsExactly("Connect");
    }

    @Test
    void shouldRefuseAnUnknownVersionWhereItIsStrict() throws Exception {
        final GuardedJvm jvm = jvm("okhttp-99.0.jar", "hooks.strict=on");
        final GuardedJvm.Result result = run(jvm);
        assertThat(result.out()).startsWith("refused java.lang.");
        assertThat(result.errLines())
                .anyMatch(line -> line.startsWith("  unknown   okhttp-99.0.jar (known: ")
                        && line.endsWith("; refused when loaded"))
                .anyMatch(line -> line.startsWith("Remit: ") && line.contains("it is not loaded, as hooks.strict=on"));
        assertThat(actions(jvm)).isEmpty();
    }
}
