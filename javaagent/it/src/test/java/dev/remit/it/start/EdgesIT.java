package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.app.Edges;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the stack ends, where there is no memory, and while the JVM shuts down, nothing gets through, and the guard works after it. */
class EdgesIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "stack, -Xint",
        "stack, -XX:+UseSerialGC",
        "memory, -Xmx32m -XX:+UseSerialGC -XX:-UseTLAB",
        "shutdown, -XX:+UseSerialGC",
        "ending, -XX:+UseSerialGC"
    })
    void shouldLetNothingThrough(String where, String flags) throws Exception {
        final AtomicInteger connected = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 500, InetAddress.getByName("127.0.0.1"))) {
            final Thread accepting = new Thread(() -> accept(server, connected));
            accepting.start();
            final String policy =
                    "permit (principal, action, resource == Remit::Host::\"localhost:" + server.getLocalPort() + "\");";
            final GuardedJvm jvm = new GuardedJvm(folder)
                    .file("p.cedar", policy)
                    .guarded("mode=enforce", "policy=p.cedar", "report=off", "audit.dir=" + folder.resolve("audit"));
            for (String flag : flags.split(" ")) {
                jvm.flag(flag);
            }
            final String port = Integer.toString(server.getLocalPort());
            final GuardedJvm.Result result = jvm.run(Edges.class, where, port);

            final List<String> out = result.out().lines().toList();
            assertThat(out).startsWith("before connected refused");
            assertThat(out.get(out.size() - 1)).matches("tried [1-9][0-9]* through 0");
            if (where.equals("stack")) {
                assertThat(out).contains("after connected refused");
                assertRecorded(jvm, connected.get());
            } else if (where.equals("memory")) {
                // The journal's writer may have run out of memory itself: then nothing is allowed until the next start,
                // which brings in what it left.
                assertThat(out).containsAnyOf("after connected refused", "after refused refused");
                assertThat(jvm.run(Edges.class, "nothing", port).out()).contains("before connected refused");
                assertRecorded(jvm, connected.get());
            } else if (where.equals("ending")) {
                // The journal can't be opened any more; the ring keeps what hooks do, for the next start.
                assertThat(out).contains("allowed 100 of 100");
                assertThat(jvm.run(Edges.class, "nothing", port).out()).contains("before connected refused");
                assertRecorded(jvm, connected.get());
            }
        }
    }

    /** Each connection is one of those that were recorded as allowed; the journal is whole, and nothing of it waits in a ring. */
    private void assertRecorded(GuardedJvm jvm, int connected) throws Exception {
        final String audit = folder.resolve("audit").toString();
        final long allowed = jvm.audit("print", audit)
                .out()
                .lines()
                .filter(line -> line.contains(" ALLOW "))
                .count();
        assertThat(allowed).isGreaterThanOrEqualTo(connected).isPositive();
        final GuardedJvm.Result verified = jvm.audit("verify", audit);
        assertThat(verified.status()).as(verified.out() + verified.err()).isZero();
        assertThat(folder.resolve("audit").toFile().list((dir, name) -> name.startsWith("ring-")))
                .isEmpty();
        System.out.println(
                "EdgesIT java=" + Runtime.version().feature() + ": connected " + connected + ", allowed " + allowed);
    }

    private static void accept(ServerSocket server, AtomicInteger connected) {
        try {
            while (true) {
                server.accept().close();
                connected.incrementAndGet();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }
}
