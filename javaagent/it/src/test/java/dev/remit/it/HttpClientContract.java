package dev.remit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
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

    /** What a caller sees whose connection the server has closed. */
    protected Class<? extends Throwable> closedConnection() {
        return IOException.class;
    }

    /** Whether a refusal names the host as it was spelled; else the client itself can't be made to use that spelling. */
    protected boolean accepts(String host) {
        return true;
    }

    /** Whether the JDK reads {@code host} as one: for {@link #accepts}, of a client that leaves it to the JDK. */
    protected static boolean isReadByTheJdk(String host) {
        try {
            return new URI("http://" + host + ":1/").getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
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

    @Test
    void shouldRecordTheOutcomeOfACallThatFindsNobody() throws IOException {
        final int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(catchThrowable(() -> get("http://localhost:" + free + "/"))).isInstanceOf(IOException.class);

        assertFailed(only(recorded.decisions()));
    }

    @Test
    void shouldRecordTheOutcomeOfACallThatIsNotAnswered() {
        server.serve("/dropping", HttpExchange::close);

        assertThat(catchThrowable(() -> get(server.allowed("/dropping"))))
                .isInstanceOf(closedConnection())
                .hasMessageNotContaining("Remit");

        // Some clients try again, and each try is one of the same call.
        assertFailed(only(recorded.decisions()));
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
            } catch (IOException unresolved) {
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
        // A pool may open a connection that nobody waits for any more: that is its own doing, and rare.
        final Predicate<JsonNode> pools = d -> d.path("category").asText().equals("connect") && !d.has("session");
        assertThat(recorded.decisions().stream().filter(pools)).hasSizeLessThan(count / 10);
        final List<JsonNode> decisions =
                recorded.decisions().stream().filter(pools.negate()).toList();
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

    /** A way to ask a client for what {@link #get} asks it for. */
    @FunctionalInterface
    protected interface Get {
        /** As {@link HttpClientContract#get}. */
        String get(String url) throws Throwable;
    }

    /** Asserts that what is asked for in this way is decided as anything else is; gives the refusal. */
    protected IOException assertGuarded(Get way) throws Throwable {
        assertThat(way.get(server.allowed("/"))).isEqualTo("hello");
        final IOException refusal = Refusals.assertRefused(() -> way.get(server.denied("/")));

        assertThat(server.requests()).isEqualTo(1);
        assertThat(recorded.verdicts()).containsExactly("http allow", "http deny");
        assertThat(recorded.outcome(recorded.decisions().get(0)).path("outcome").asText())
                .isEqualTo("ok");
        return refusal;
    }

    /** As {@link #assertGuarded}, of a client that has its calls share a connection of HTTP/2. */
    protected void assertHttp2Guarded(Get way) throws Throwable {
        try (Http2Server http2 = new Http2Server()) {
            for (int i = 0; i < 2; i++) {
                assertThat(way.get(http2.allowed("/" + i))).isEqualTo("hello");
            }
            Refusals.assertRefused(() -> way.get(http2.denied("/")));
        }
        assertThat(recorded.verdicts()).containsExactly("http allow", "http allow", "http deny");
        assertThat(recorded.outcome(recorded.decisions().get(1)).path("outcome").asText())
                .isEqualTo("ok");
    }

    /** Asserts that a client which asks once more where the server is busy makes one call of it. */
    protected void assertRetriedAsOneCall() throws Exception {
        final AtomicInteger tries = new AtomicInteger();
        server.serve("/busy", exchange -> {
            if (tries.getAndIncrement() == 0) {
                exchange.getResponseHeaders().add("Retry-After", "0");
                exchange.sendResponseHeaders(503, -1);
            } else {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write(new byte[] {'o', 'k'});
            }
            exchange.close();
        });

        assertThat(get(server.allowed("/busy"))).isEqualTo("ok");

        assertThat(server.requests()).isEqualTo(2);
        final JsonNode decision = only(recorded.decisions());
        assertThat(decision.path("arguments").asText()).isEqualTo("/busy");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    /** Asserts that a client which opens a socket to another host on its way is refused that. */
    protected void assertRawSocketRefused(Get smuggling) {
        Refusals.assertRefused(() -> smuggling.get(server.allowed("/")));

        assertThat(recorded.verdicts()).containsExactly("http allow", "connect deny");
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
        assertThat(recorded.outcome(decisions.get(0)).path("outcome").asText()).isEqualTo("error");
    }

    /** Asserts that a decided call has failed, and ended once; gives its outcome. */
    protected JsonNode assertFailed(JsonNode decision) {
        final JsonNode outcome = recorded.outcome(decision);
        assertThat(outcome.path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
        return outcome;
    }

    /** Asserts that an agent has asked for these paths in this session, and for nothing else; gives the decisions, the first the tool's. */
    protected List<JsonNode> assertAsked(String session, String... paths) {
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d ->
                        d.path("arguments").asText() + ' ' + d.path("session").asText())
                .containsExactlyElementsOf(Stream.concat(Stream.of("{}"), Stream.of(paths))
                        .map(path -> path + ' ' + session)
                        .toList());
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"));
        return decisions;
    }

    /** Asserts that {@link #assertAsked} holds, and that each request is the tool's own child. */
    protected List<JsonNode> assertAskedByTheTool(String session, String... paths) {
        final List<JsonNode> decisions = assertAsked(session, paths);
        final long tool = decisions.get(0).path("call").asLong();
        assertThat(decisions.subList(1, decisions.size()))
                .allSatisfy(d -> assertThat(d.path("parent").asLong()).isEqualTo(tool));
        return decisions;
    }

    /** The tasks that come along with requests for {@code /task}, or "none". */
    protected List<String> tasks() {
        final List<String> tasks = new CopyOnWriteArrayList<>();
        server.serve("/task", exchange -> {
            tasks.addAll(exchange.getRequestHeaders().getOrDefault("Remit-Task", List.of("none")));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        return tasks;
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
