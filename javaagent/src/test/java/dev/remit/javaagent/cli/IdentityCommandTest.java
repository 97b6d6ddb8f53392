package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.samples.workloadapi.Authority;
import dev.remit.samples.workloadapi.Entry;
import dev.remit.samples.workloadapi.WorkloadApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityCommandTest {
    private static final String SUPPORT = "spiffe://acme.com/support";

    @TempDir
    Path folder;

    private WorkloadApiServer server() throws IOException {
        final WorkloadApiServer server = new WorkloadApiServer(folder.resolve("agent.sock"), new Authority("acme.com"));
        server.grant(
                new Entry(SUPPORT, "", Duration.ofHours(1)),
                new Entry(SUPPORT + "/refunds", "refunds", Duration.ofHours(1)));
        return server.start();
    }

    @Test
    void shouldSayWhoTheProcessIs() throws IOException {
        try (WorkloadApiServer server = server()) {
            final CommandRun run =
                    CommandRun.withEnvironment(Map.of("SPIFFE_ENDPOINT_SOCKET", server.address()), "identity");

            assertThat(run.err()).isEmpty();
            assertThat(run.status()).isZero();
            assertThat(run.out().lines().toList())
                    .hasSize(4)
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("ATTESTED: " + SUPPORT + " is attested by " + server.address()),
                            line -> assertThat(line).startsWith("  svid    " + SUPPORT + " until "),
                            line -> assertThat(line)
                                    .startsWith("  svid    " + SUPPORT + "/refunds (hint refunds) until "),
                            line -> assertThat(line).startsWith("  bundle  acme.com  authorities 1, the last until "));
        }
    }

    @Test
    void shouldSayThatItIsNotTheExpected() throws IOException {
        try (WorkloadApiServer server = server()) {
            final CommandRun run = CommandRun.of("identity", "--expect", "spiffe://acme.com/billing", server.address());

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.out()).startsWith("INVALID: ").contains("and expected is spiffe://acme.com/billing");
        }
    }

    @Test
    void shouldSayWhyThereIsNoIdentity() {
        final CommandRun run = CommandRun.of("identity", "--wait", "0", "unix:" + folder.resolve("agent.sock"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).startsWith("WAITING: ").contains("has given no SVID");
    }

    @Test
    void shouldRefuseWhatIsNoAddressAndNoId() {
        assertThat(CommandRun.of("identity").err()).contains("or set SPIFFE_ENDPOINT_SOCKET");
        assertThat(CommandRun.of("identity", "localhost:8081").err()).contains("is no address of a Workload API");
        final CommandRun run = CommandRun.of("identity", "--expect", "acme", "unix:/a");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--expect=acme: a SPIFFE ID starts with spiffe://");
    }
}
