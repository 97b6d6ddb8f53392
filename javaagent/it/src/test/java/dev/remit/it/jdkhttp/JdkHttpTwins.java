package dev.remit.it.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Refusals;
import dev.remit.it.WebSocketClientContract;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdkHttpTwins extends WebSocketClientContract {
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
        return isReadByTheJdk(host);
    }

    @Override
    protected Runnable ask(String url, Duration patience, BiConsumer<String, Throwable> told) {
        final CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                HttpRequest.newBuilder(URI.create(url)).timeout(patience).build(),
                HttpResponse.BodyHandlers.ofString());
        answer.whenComplete((response, failure) -> told.accept(response == null ? null : response.body(), failure));
        return () -> answer.cancel(true);
    }

    @Override
    protected CompletableFuture<?> stream(String url, Consumer<String> piece) {
        return client.sendAsync(request(url), HttpResponse.BodyHandlers.ofInputStream())
                .thenAcceptAsync(response -> read(response.body(), piece));
    }

    @Override
    protected List<String> outcomesOfACancelledCall() {
        return List.of("cancelled", "error");
    }

    private static HttpRequest request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).build();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardSendHoweverItIsCalled(Way way) throws Throwable {
        assertGuarded(url -> (String) send(way, request(url)).body());
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

    @Override
    protected CompletableFuture<String> open(String url) {
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
