package dev.remit.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every HTTP client that the guard knows. */
public abstract class HttpClientContract {
    /** The server of one test. */
    protected LocalServer server;

    /** What one test has recorded. */
    protected Recorded recorded;

    /** A GET that follows redirects; gives the body. */
    protected abstract String get(String url) throws Exception;

    /** As {@link #get}, asking the JDK what a name means. */
    protected String getAsTheJdkResolves(String url) throws Exception {
        return get(url);
    }

    /** How often the client tries to connect before it gives up. */
    protected int connects() {
        return 1;
    }

    /** Whether a refusal names the host as it was spelled; else the client itself can't be made to use that spelling. */
    protected boolean accepts(String host) {
        return true;
    }

    @BeforeEach
    void begin() {
        server = new LocalServer();
        recorded = new Recorded();
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void shouldRecordOneDecisionAndItsOutcomeWhenPermitted() throws Exception {
        assertThat(get(server.allowed("/greeting?key=secret"))).isEqualTo("hello");

        // The connection that it made is a part of it.
        final JsonNode decision = only(recorded.decisions());
        assertThat(decision.path("category").asText()).isEqualTo("http");
        assertThat(decision.path("verdict").asText()).isEqualTo("allow");
        assertThat(decision.path("principal").asText()).isEqualTo("Remit::Workload::\"spiffe://example.org/it\"");
        assertThat(decision.path("action").asText()).isEqualTo("Remit::Action::\"GET\"");
        assertThat(decision.path("resource").asText()).isEqualTo("Remit::Host::\"localhost:" + server.port() + "\"");
        assertThat(decision.path("policies").toString()).isEqualTo("[\"allowed-host\"]");
        assertThat(decision.path("arguments").asText()).isEqualTo("/greeting");
        assertThat(decision.has("reason")).isFalse();
        assertThat(decision.has("parent")).isFalse();
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    @Test
    void shouldRefuseOnceBeforeAnythingIsSentWhenNotPermitted() {
        Refusals.assertRefused(() -> get(server.denied("/greeting")));

        assertThat(server.requests()).isZero();
        final JsonNode decision = only(recorded.decisions());
        assertThat(decision.path("verdict").asText()).isEqualTo("deny");
        assertThat(decision.path("policies")).isEmpty();
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("refused");
    }

    @Test
    void shouldSayThePolicysReasonInTheRefusal() {
        final Exception refusal = Refusals.assertRefused(() -> get(server.allowed("/forbidden")));

        assertThat(refusal).hasMessageContaining("policy=forbidden-path; reason=not this path; instead=ask for /");
        final JsonNode decision = only(recorded.decisions());
        assertThat(decision.path("policies").toString()).isEqualTo("[\"forbidden-path\"]");
        assertThat(decision.path("reason").asText()).isEqualTo("not this path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/to-denied", "/same-path"})
    void shouldRefuseARedirectToAHostThatIsNotPermitted(String path) {
        redirectToTheSamePath();

        Refusals.assertRefused(() -> get(server.allowed(path)));

        assertThat(server.requests()).isEqualTo(1);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
        assertThat(recorded.outcomes(decisions.get(0))).isEqualTo(1);
    }

    @Test
    void shouldDecideEachHopOfAPermittedRedirect() throws Exception {
        assertThat(get(server.allowed("/to-allowed"))).isEqualTo("hello");

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("arguments").asText()).containsExactly("/to-allowed", "/landed");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
    }

    @Test
    void shouldAttributeTheCallToTheAgentAndItsToolCall() throws Exception {
        assertThat(AgentWork.inSession("s-17", () -> get(server.allowed("/to-allowed"))))
                .isEqualTo("hello");

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "http", "http");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-17"));
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
        assertThat(decisions.get(2).path("parent").asLong())
                .isEqualTo(decisions.get(1).path("call").asLong());
    }

    @Test
    void shouldLeaveNothingBehindOnTheThread() throws Exception {
        AgentWork.inSession("s-18", () -> get(server.allowed("/")));
        Refusals.assertRefused(() -> get(server.denied("/")));

        // A connection of its own, to the very host that was just spoken to.
        new Socket("localhost", server.port()).close();

        final List<JsonNode> connects = recorded.decisions("connect");
        final JsonNode connect = only(connects);
        assertThat(connect.path("principal").asText()).startsWith("Remit::Workload::");
        assertThat(connect.has("parent")).isFalse();
        assertThat(connect.has("session")).isFalse();
    }

    @Test
    void shouldDecideEveryCallOnAPooledConnection() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(get(server.allowed("/" + i))).isEqualTo("hello");
        }

        assertThat(recorded.decisions())
                .extracting(
                        d -> d.path("category").asText() + d.path("arguments").asText())
                .containsExactly("http/0", "http/1", "http/2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "2130706433",
                "[::ffff:127.0.0.1]",
                "127.0.0.1.",
                "127.000.000.001",
                "0x7f.1",
                "LOCALHOST.evil"
            })
    void shouldRefuseAnotherSpellingOfAHostThatIsNotPermitted(String host) {
        if (!accepts(host)) {
            return;
        }
        Refusals.assertRefused(() -> get("http://" + host + ":" + server.port() + "/"));

        assertThat(server.requests()).isZero();
        assertThat(only(recorded.decisions()).path("verdict").asText()).isEqualTo("deny");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LocalHost", "localhost."})
    void shouldPermitAnotherSpellingOfAPermittedHost(String host) throws Exception {
        if (!accepts(host)) {
            return;
        }
        final String url = "http://" + host + ":" + server.port() + "/";
        if (host.endsWith(".")) {
            // Whether it resolves is the system's affair; that it is decided as localhost is ours.
            try {
                get(url);
            } catch (java.io.IOException unresolved) {
                assertThat(unresolved).hasMessageNotContaining("Remit refused");
            }
        } else {
            assertThat(get(url)).isEqualTo("hello");
        }
        assertThat(only(recorded.decisions("http")).path("resource").asText())
                .isEqualTo("Remit::Host::\"localhost:" + server.port() + "\"");
        assertThat(recorded.decisions("connect")).isEmpty();
    }

    @Test
    void shouldRefuseAnAddressThatAPermittedNameShouldNotMean() {
        Refusals.assertRefused(() -> getAsTheJdkResolves("http://rebind.test:" + server.port() + "/"));

        assertThat(server.requests()).isZero();
        final List<JsonNode> decisions = recorded.decisions();
        final List<String> expected = new ArrayList<>();
        expected.add("allow Remit::Host::\"rebind.test:" + server.port() + "\"");
        expected.addAll(Collections.nCopies(connects(), "deny Remit::Host::\"127.0.0.1:" + server.port() + "\""));
        assertThat(decisions)
                .extracting(d ->
                        d.path("verdict").asText() + ' ' + d.path("resource").asText())
                .isEqualTo(expected);
        assertThat(decisions.get(1).path("category").asText()).isEqualTo("connect");
        assertThat(decisions.get(1).path("arguments").asText()).isEqualTo("rebind.test");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
        assertThat(recorded.outcome(decisions.get(0)).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcome(decisions.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    @Test
    void shouldConnectToSuchAnAddressWhereAPolicyPermitsItToo() throws Exception {
        try (LocalServer other = new LocalServer("127.0.0.2")) {
            final String url = "http://rebound.test:" + other.port() + "/";
            assertThat(getAsTheJdkResolves(url)).isEqualTo("hello");
        }

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d -> d.path("policies").toString())
                .containsExactly("[\"rebound-name\"]", "[\"rebound-address\"]");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
        assertThat(recorded.outcome(decisions.get(1)).path("outcome").asText()).isEqualTo("ok");
    }

    @Test
    void shouldRefuseHttpsBeforeTheNameIsLookedUp() {
        // No such name: were it looked up first, the failure would be another one.
        Refusals.assertRefused(() -> get("https://not-permitted.invalid/"));

        assertThat(only(recorded.decisions()).path("resource").asText())
                .isEqualTo("Remit::Host::\"not-permitted.invalid:443\"");
    }

    @Test
    void shouldKeepTheContextsOfManyThreadsApart() throws Throwable {
        final int count = 100;
        final ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            final List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                final String session = "many-" + i;
                answers.add(threads.submit(
                        () -> AgentWork.inSession(session, () -> get(server.allowed("/" + session)))));
            }
            for (Future<String> answer : answers) {
                assertThat(Refusals.get(answer)).isEqualTo("hello");
            }
        } finally {
            threads.shutdownNow();
        }
        assertContextsApart(count);
    }

    /** Asserts that each of {@code count} agents' requests for its session's path is its own tool call's child. */
    protected void assertContextsApart(int count) {
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).hasSize(2 * count);
        for (JsonNode http : recorded.decisions("http")) {
            final String session = http.path("session").asText();
            assertThat(http.path("arguments").asText()).isEqualTo("/" + session);
            assertThat(http.path("principal").asText()).startsWith("Remit::Agent::");
            final JsonNode parent = only(decisions.stream()
                    .filter(d -> d.path("call").asLong() == http.path("parent").asLong())
                    .toList());
            assertThat(parent.path("session").asText()).isEqualTo(session);
            assertThat(recorded.outcome(http).path("outcome").asText()).isEqualTo("ok");
        }
    }

    @Test
    void shouldAttributeACallFromACommonPoolThreadToTheWorkload() throws Throwable {
        final String body = Refusals.get(CompletableFuture.supplyAsync(() -> {
            try {
                return get(server.allowed("/"));
            } catch (Exception e) {
                throw new java.util.concurrent.CompletionException(e);
            }
        }));

        assertThat(body).isEqualTo("hello");
        assertThat(only(recorded.decisions()).path("principal").asText()).startsWith("Remit::Workload::");
    }

    /** The one element. */
    protected static JsonNode only(List<JsonNode> records) {
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    /** {@code /same-path} redirects from the permitted name to the other one, with the same path. */
    private void redirectToTheSamePath() {
        server.serve("/same-path", exchange -> {
            if (exchange.getRequestHeaders().getFirst("Host").startsWith("localhost")) {
                exchange.getResponseHeaders().add("Location", server.denied("/same-path"));
                exchange.sendResponseHeaders(302, -1);
            } else {
                exchange.sendResponseHeaders(200, 4);
                exchange.getResponseBody().write("oops".getBytes(StandardCharsets.UTF_8));
            }
            exchange.close();
        });
    }
}
