package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.app.Edges;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the stack ends, and while the JVM shuts down, nothing gets through. */
class EdgesIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"stack", "shutdown"})
    void shouldLetNothingThrough(String where) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            final String policy =
                    "permit (principal, action, resource == Remit::Host::\"localhost:" + server.getLocalPort() + "\");";
            final GuardedJvm.Result result = new GuardedJvm(folder)
                    .file("p.cedar", policy)
                    .guarded("mode=enforce", "policy=p.cedar", "report=off")
                    .run(Edges.class, where, Integer.toString(server.getLocalPort()));

            assertThat(result.out()).startsWith("before connected refused\n");
            assertThat(result.out()
                            .lines()
                            .toList()
                            .get(result.out().lines().toList().size() - 1))
                    .matches("tried [1-9][0-9]* through 0");
        }
    }
}
