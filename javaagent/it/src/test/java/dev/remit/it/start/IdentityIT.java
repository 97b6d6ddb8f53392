package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.app.Rotating;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What calls get while the Workload API comes and goes, or has nothing for them: an AI service's tool under the policy of {@code context.cedar} that
 * wants an attested identity.
 */
@Timeout(120)
class IdentityIT {
    private static final String ROTATED = "rotated";
    private static final String REFUSED = "no SVID attests this identity";

    @TempDir
    Path folder;

    @Test
    void shouldPermitWhatTakesAnSvidWhileThereIsOne() throws Exception {
        final Agent agent = new Agent(folder);
        expect(REFUSED, "WAITING");
        final WorkloadApi shortLived = new WorkloadApi(agent.socket, "acme.com", 6, "/shop");
        expect(ROTATED, "ATTESTED");
        shortLived.kill();
        expect(ROTATED, "STALE");
        expect(REFUSED, "EXPIRED");
        final WorkloadApi back = new WorkloadApi(agent.socket, "acme.com", 3600, "/shop");
        expect(ROTATED, "ATTESTED");
        final GuardedJvm.Result result = agent.end();
        back.close();

        assertThat(result.out().lines())
                .extracting(line -> line.contains(REFUSED) ? REFUSED : line)
                .containsExactly(REFUSED, ROTATED, REFUSED, ROTATED);
        assertThat(agent.jvm
                        .audit("print", "--format", "jsonl", "remit-audit")
                        .out()
                        .lines())
                .filteredOn(line -> line.contains("\"kind\":\"identity\""))
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(line -> assertThat(line.contains("{\\\"attested\\\":{\\\"spiffe://acme.com/shop\\\":"))
                        .isEqualTo(line.contains("\"name\":\"attested\"") || line.contains("\"name\":\"stale\"")));
    }

    @ParameterizedTest
    @CsvSource({"acme.com,,DENIED", "evil.org,/shop,INVALID"})
    void shouldPermitNothingThatTakesAnSvidWithoutOneOfItsOwn(String trustDomain, String id, String state)
            throws Exception {
        final WorkloadApi api = new WorkloadApi(
                folder.resolve("agent.sock"), trustDomain, 3600, id == null ? new String[0] : new String[] {id});
        final Agent agent = new Agent(folder);
        expect(REFUSED, state);
        assertThat(agent.end().out()).doesNotContain(ROTATED);
        api.close();
    }

    /** Waits until the agent is answered so in that state. */
    private void expect(String answer, String state) throws Exception {
        final long began = System.nanoTime();
        while (!last("stderr", "Remit: identity ").startsWith("Remit: identity " + state)
                || !last("stdout", "").contains(answer)) {
            assertThat(System.nanoTime() - began)
                    .as("not " + state + " yet; " + last("stderr", "Remit: identity ") + "; " + last("stdout", ""))
                    .isLessThan(TimeUnit.SECONDS.toNanos(60));
            Thread.sleep(20);
        }
    }

    private String last(String file, String prefix) throws IOException {
        final Path path = folder.resolve(file);
        final List<String> lines = Files.exists(path)
                ? Files.readAllLines(path).stream()
                        .filter(line -> line.startsWith(prefix))
                        .toList()
                : List.of();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    /** The application under the guard, until it is ended. */
    private static final class Agent {
        final Path socket;
        final GuardedJvm jvm;
        private final Path end;
        private final CompletableFuture<GuardedJvm.Result> running;

        Agent(Path folder) throws IOException {
            socket = folder.resolve("agent.sock");
            end = folder.resolve("end");
            jvm = new GuardedJvm(folder)
                    .classPath(System.getProperty("java.class.path"))
                    .patience(110)
                    .guarded(
                            "mode=enforce",
                            "policy=" + new File("src/test/guarded/policies/context.cedar").getAbsolutePath(),
                            "identity=spiffe://acme.com/shop",
                            "identity.endpoint=unix:" + socket);
            running = CompletableFuture.supplyAsync(this::run);
        }

        private GuardedJvm.Result run() {
            try {
                return jvm.run(Rotating.class, end.toString());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        GuardedJvm.Result end() throws Exception {
            Files.createFile(end);
            assertThat(running.get().status()).isZero();
            return running.get();
        }
    }
}
