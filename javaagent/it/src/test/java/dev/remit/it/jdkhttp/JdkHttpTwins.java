package dev.remit.it.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.HttpClientContract;
import dev.remit.it.Refusals;
import dev.remit.it.WebSocketServer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdkHttpTwins extends HttpClientContract {
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();

    private enum Way {
        DIRECT,
        REFLECTION,
        METHOD_HANDLE
    }

    @Override
    protected String get(String url) throws Exception {
        return client.send(request(url), HttpResponse.BodyHandlers.ofString()).body();
    }

    @Override
    protected int connects() {
        return 2;
    }

    @Override
    protected boolean accepts(String host) {
        try {
            return URI.create("http://" + host + ":1/").getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static HttpRequest request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).build();
    }

    private CompletableFuture<String> getAsync(String url) {
        return client.sendAsync(request(url), HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpResponse::body);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardSendHoweverItIsCalled(Way way) throws Throwable {
        assertThat(send(way, request(server.allowed("/"))).body()).isEqualTo("hello");
        Refusals.assertRefused(() -> send(way, request(server.denied("/"))));

        assertThat(server.requests()).isEqualTo(1);
        assertThat(recorded.decisions())
                .extracting(d -> d.path("verdict").asText())
                .containsExactly("allow", "deny");
    }

    private HttpResponse<?> send(Way way, HttpRequest request) throws Throwable {
        return switch (way) {
            case DIRECT -> client.send(request, HttpResponse.BodyHandlers.ofString());
            case REFLECTION ->
                (HttpResponse<?>) HttpClient.class
                        .getMethod("send", HttpRequest.class, BodyHandler.class)
                        .invoke(client, request, HttpResponse.BodyHandlers.ofString());
            case METHOD_HANDLE ->
                (HttpResponse<?>) MethodHandles.lookup()
                        .findVirtual(
                                HttpClient.class,
                                "send",
                                MethodType.methodType(HttpResponse.class, HttpRequest.class, BodyHandler.class))
                        .invoke(client, request, HttpResponse.BodyHandlers.ofString());
        };
    }

    @Test
    void shouldFailTheFutureOfAnAsynchronousCallThatIsNotPermitted() {
        // Not thrown by sendAsync itself: callers expect a future.
        final CompletableFuture<String> refused = getAsync(server.denied("/"));
        Refusals.assertRefused(() -> Refusals.get(refused));
        final CompletableFuture<String> redirected = getAsync(server.allowed("/to-denied"));
        Refusals.assertRefused(() -> Refusals.get(redirected));

        assertThat(server.requests()).isEqualTo(1);
        assertThat(recorded.decisions())
                .extracting(d -> d.path("verdict").asText())
                .containsExactly("deny", "allow", "deny");
    }

    @Test
    void shouldKeepTheContextsOfAsynchronousCallsApart() throws Throwable {
        final int count = 100;
        final List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final String session = "async-" + i;
            answers.add(AgentWork.inSession(session, () -> getAsync(server.allowed("/" + session))));
        }
        for (CompletableFuture<String> answer : answers) {
            assertThat(Refusals.get(answer)).isEqualTo("hello");
        }
        assertContextsApart(count);
    }

    @Test
    void shouldRecordTheOutcomeOfACancelledCall() throws Exception {
        final CountDownLatch arrived = new CountDownLatch(1);
        server.serve("/never", exchange -> arrived.countDown());
        final CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request(server.allowed("/never")), HttpResponse.BodyHandlers.ofString());
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

        answer.cancel(true);

        final JsonNode decision = only(recorded.decisions());
        assertThat(recorded.outcome(decision).path("outcome").asText()).isIn("cancelled", "error");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    @Test
    void shouldDecideAConnectionOfItsOwnWhileACallToTheSameHostIsUnderWay() throws Exception {
        final CountDownLatch arrived = new CountDownLatch(1);
        final CountDownLatch answer = new CountDownLatch(1);
        server.serve("/slow", exchange -> {
            arrived.countDown();
            try {
                answer.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        final CompletableFuture<?> underWay =
                client.sendAsync(request(server.allowed("/slow")), HttpResponse.BodyHandlers.discarding());
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

        AgentWork.inSession("s-raw", () -> {
            new Socket("localhost", server.port()).close();
            return null;
        });
        answer.countDown();
        underWay.get(20, TimeUnit.SECONDS);

        final JsonNode connect = only(recorded.decisions("connect"));
        assertThat(connect.path("session").asText()).isEqualTo("s-raw");
    }

    @Test
    void shouldDecideOnTheWorkerWhatTheAgentConnectsToThroughItsOwnProxy() {
        // The proxy is not permitted; the host behind it is.
        final HttpClient proxied = HttpClient.newBuilder()
                .proxy(java.net.ProxySelector.of(new java.net.InetSocketAddress("127.0.0.1", server.port())))
                .build();

        Refusals.assertRefused(() -> AgentWork.inSession(
                "s-proxy", () -> proxied.send(request("http://localhost:1/"), HttpResponse.BodyHandlers.ofString())));

        assertThat(server.requests()).isZero();
        // The client tries a failed connection once more, and the floor knows no request that both would belong to.
        final long call = only(recorded.decisions("http")).path("call").asLong();
        assertThat(recorded.decisions("connect"))
                .hasSizeBetween(1, 2)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(d.path("parent").asLong()).isEqualTo(call));
    }

    @Test
    void shouldGuardAWebSocketsUpgrade() throws Throwable {
        try (WebSocketServer sockets = new WebSocketServer()) {
            assertThat(Refusals.get(open("ws://localhost:" + sockets.port() + "/chat")))
                    .isEqualTo("hello");
            Refusals.assertRefused(() -> Refusals.get(open("ws://127.0.0.1:" + sockets.port() + "/chat")));
            assertThat(sockets.upgrades()).isEqualTo(1);
        }
        assertThat(recorded.decisions())
                .extracting(d ->
                        d.path("category").asText() + ' ' + d.path("verdict").asText())
                .containsExactly("http allow", "http deny");
    }

    private CompletableFuture<String> open(String url) {
        final CompletableFuture<String> text = new CompletableFuture<>();
        client.newWebSocketBuilder()
                .buildAsync(URI.create(url), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                        socket.abort();
                        text.complete(data.toString());
                        return null;
                    }
                })
                .whenComplete((socket, thrown) -> {
                    if (thrown != null) {
                        text.completeExceptionally(thrown);
                    }
                });
        return text;
    }
}
