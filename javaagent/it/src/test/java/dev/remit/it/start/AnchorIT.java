package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsServer;
import dev.remit.it.app.Asking;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard's own connections are not the application's: no policy permits them, and none is asked. */
class AnchorIT {
    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    @Test
    void shouldAnchorAtAServiceThatNoPolicyPermits() throws Exception {
        final List<String> lines = new CopyOnWriteArrayList<>();
        final LocalhostKey key = new LocalhostKey(elsewhere);
        final HttpsServer server = server(key, lines);
        try {
            final GuardedJvm jvm = key.trustedBy(new GuardedJvm(folder))
                    .file("p.cedar", "permit (principal, action == Remit::Action::\"Exec\", resource);")
                    .guarded(
                            "mode=enforce",
                            "policy=p.cedar",
                            "report=off",
                            "audit.anchor=https://localhost:"
                                    + server.getAddress().getPort() + "/support");
            // Long enough for the journal to be in use.
            final GuardedJvm.Result result = jvm.run(Asking.class, "/bin/true");
            assertThat(result.err()).isEmpty();
            assertThat(result.status()).isZero();
            assertThat(lines).isNotEmpty().allMatch(line -> line.startsWith("remit-checkpoint-1 "));

            final Path kept = Files.write(elsewhere.resolve("anchor"), lines);
            final GuardedJvm.Result verified = jvm.audit("verify", "--anchor", kept.toString(), "remit-audit");
            assertThat(verified.out()).contains(": intact, ").doesNotContain("tampered");
            assertThat(verified.status()).isZero();
            final String records = jvm.audit("print", "remit-audit").out();
            assertThat(records).contains("Remit::Action::\"Exec\"").doesNotContain("Action::\"Connect\"", "anomaly");
        } finally {
            server.stop(0);
        }
    }

    private static HttpsServer server(LocalhostKey key, List<String> lines) throws Exception {
        final HttpsServer server = key.server();
        server.createContext("/support", exchange -> {
            try (exchange) {
                lines.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII).strip());
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
        return server;
    }
}
