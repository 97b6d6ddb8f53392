package dev.remit.it.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each way of handing work over, three times: an AI agent's work, to a host that agents may reach and to one that they may not,
 * and nobody's work, to the first. All are done before the journal is read, once.
 */
class HandOverTwins {
    private static final LocalServer SERVER = new LocalServer();
    private static final Map<String, Boolean> PERMITTED = new HashMap<>();
    private static final Map<String, JsonNode> DECISIONS = new HashMap<>();
    private static final Map<String, Thread> THREADS = new HashMap<>();

    static List<Way> ways() {
        final List<Way> ways = new ArrayList<>();
        ways.addAll(ExecutorWays.all());
        ways.addAll(FutureWays.all());
        ways.addAll(ThreadWays.all());
        ways.addAll(LibraryWays.all(SERVER));
        return ways;
    }

    @BeforeAll
    static void handOver() throws Exception {
        Outside.start();
        final Recorded recorded = new Recorded();
        for (Way way : ways()) {
            // Nobody's twice: with threads that are there for it before any AI agent is at work, and after.
            ask(way, "before." + way.name() + ".agents-only.test", null);
            ask(way, "agent." + way.name() + ".agents-only.test", way.name());
            ask(way, "agent." + way.name() + ".never.test", way.name());
            ask(way, "nobody." + way.name() + ".agents-only.test", null);
        }
        for (JsonNode decision : recorded.decisions("connect")) {
            final String resource = decision.path("resource").asText();
            if (resource.contains(".test:")) {
                DECISIONS.put(resource.substring(resource.indexOf('"') + 1, resource.indexOf(':', 14)), decision);
            }
        }
        for (JsonNode decision : recorded.decisions("tool")) {
            DECISIONS.merge("tool " + decision.path("session").asText(), decision, (first, second) -> first);
        }
    }

    /** Hands over the asking for {@code host}, within a session if there is one, and waits until it is done. */
    private static void ask(Way way, String host, String session) throws Exception {
        final CompletableFuture<Boolean> permitted = new CompletableFuture<>();
        final Runnable work = () -> {
            THREADS.put(host, Thread.currentThread());
            try {
                permitted.complete(Probe.isPermitted(host));
            } catch (Throwable t) {
                permitted.completeExceptionally(t);
            }
        };
        if (session == null) {
            way.hand().over(work);
        } else {
            AgentWork.inSession(session, () -> {
                way.hand().over(work);
                return null;
            });
        }
        final long start = System.nanoTime();
        while (!permitted.isDone() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10)) {
            FutureWays.complete();
            Thread.sleep(1);
        }
        if (permitted.isDone()) {
            PERMITTED.put(host, permitted.get());
        }
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldBeTheAgentsWorkElsewhere(Way way) {
        final String host = "agent." + way.name() + ".agents-only.test";

        assertThat(PERMITTED.get(host)).isTrue();
        assertThat(THREADS.get(host)).isNotSameAs(Thread.currentThread());
        final JsonNode decision = DECISIONS.get(host);
        assertThat(decision.path("principal").asText()).startsWith("Remit::Agent::");
        assertThat(decision.path("session").asText()).isEqualTo(way.name());
        assertThat(decision.path("parent").asLong()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldNotReachMoreThanTheAgentMay(Way way) {
        final String host = "agent." + way.name() + ".never.test";

        assertThat(PERMITTED.get(host)).isFalse();
        final JsonNode decision = DECISIONS.get(host);
        assertThat(decision.path("principal").asText()).startsWith("Remit::Agent::");
        assertThat(decision.path("session").asText()).isEqualTo(way.name());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldBeNobodysWorkOutsideAnAgents(Way way) {
        for (String when : List.of("before.", "nobody.")) {
            final String host = when + way.name() + ".agents-only.test";

            assertThat(PERMITTED.get(host)).isFalse();
            final JsonNode decision = DECISIONS.get(host);
            assertThat(decision.path("principal").asText()).startsWith("Remit::Workload::");
            assertThat(decision.has("session")).isFalse();
            assertThat(decision.has("parent")).isFalse();
        }
    }
}
