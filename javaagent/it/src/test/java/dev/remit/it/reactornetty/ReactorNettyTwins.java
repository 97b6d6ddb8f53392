package dev.remit.it.reactornetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.HttpClientContract;
import dev.remit.it.Refusals;
import dev.remit.it.WebSocketServer;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

class ReactorNettyTwins extends HttpClientContract {
    private final ConnectionProvider connections = ConnectionProvider.builder("it")
            .maxConnections(8)
            .pendingAcquireMaxCount(-1)
            .build();
    private final HttpClient client = HttpClient.create(connections).followRedirect(true);

    private enum Way {
        DIRECT,
        REFLECTION,
        METHOD_HANDLE,
        UNPOOLED,
        JDK_TRANSPORT,
        SUBSCRIBED_ELSEWHERE
    }

    @AfterEach
    void close() {
        connections.dispose();
    }

    @Override
    protected String get(String url) throws Exception {
        return get(client, url);
    }

    @Override
    protected String getAsTheJdkResolves(String url) throws Exception {
        return get(client.resolver(DefaultAddressResolverGroup.INSTANCE), url);
    }

    @Override
    protected boolean accepts(String host) {
        try {
            return new URI("http://" + host + ":1/").getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String get(HttpClient client, String url) throws IOException {
        return await(body(client, url));
    }

    private static Mono<String> body(HttpClient client, String url) {
        return client.get().uri(url).responseContent().aggregate().asString();
    }

    private static <T> T await(Mono<T> mono) throws IOException {
        try {
            return mono.block(Duration.ofSeconds(20));
        } catch (RuntimeException e) {
            if (Exceptions.unwrap(e) instanceof IOException io) {
                throw io;
            }
            throw e;
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardARequestHoweverItIsMade(Way way) throws Throwable {
        assertThat(get(way, server.allowed("/"))).isEqualTo("hello");
        Refusals.assertRefused(() -> get(way, server.denied("/")));

        assertThat(server.requests()).isEqualTo(1);
        assertThat(recorded.decisions())
                .extracting(d ->
                        d.path("category").asText() + ' ' + d.path("verdict").asText())
                .containsExactly("http allow", "http deny");
    }

    private String get(Way way, String url) throws Throwable {
        return switch (way) {
            case DIRECT -> get(client, url);
            case REFLECTION -> {
                final HttpClient.RequestSender get = (HttpClient.RequestSender)
                        HttpClient.class.getMethod("post").invoke(client);
                yield await(get.uri(url).responseContent().aggregate().asString());
            }
            case METHOD_HANDLE -> {
                final HttpClient.ResponseReceiver<?> get = (HttpClient.ResponseReceiver<?>) MethodHandles.lookup()
                        .findVirtual(HttpClient.class, "get", MethodType.methodType(HttpClient.ResponseReceiver.class))
                        .invoke(client);
                yield await(get.uri(url).responseContent().aggregate().asString());
            }
            case UNPOOLED -> get(HttpClient.newConnection(), url);
            case JDK_TRANSPORT -> get(client.runOn(reactor.netty.resources.LoopResources.create("it-nio"), false), url);
            case SUBSCRIBED_ELSEWHERE -> await(body(client, url).subscribeOn(Schedulers.boundedElastic()));
        };
    }

    @Test
    void shouldDecideEachSubscription() throws IOException {
        final Mono<String> body = body(client, server.allowed("/"));
        assertThat(recorded.decisions()).isEmpty();

        await(body);
        await(body);

        assertThat(recorded.decisions()).hasSize(2);
    }

    @Test
    void shouldTellTheSubscriberOfARefusalAndNotBeRetried() {
        final List<Throwable> errors = new CopyOnWriteArrayList<>();
        final Mono<String> body = body(client, server.denied("/")).doOnError(errors::add);

        Refusals.assertRefused(() -> await(body));

        assertThat(errors).hasSize(1);
        assertThat(recorded.decisions()).hasSize(1);
    }

    @Test
    void shouldRunWhatFollowsAResponseForWhoeverSubscribed() throws Exception {
        AgentWork.inSession(
                "s-follow",
                () -> await(body(client, server.allowed("/first"))
                        .flatMap(first -> body(client, server.allowed("/second")))));

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("arguments").asText()).containsExactly("{}", "/first", "/second");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-follow"));
        assertThat(decisions.subList(1, 3))
                .allSatisfy(d -> assertThat(d.path("parent").asLong())
                        .isEqualTo(decisions.get(0).path("call").asLong()));
    }

    @Test
    void shouldRunWhatFollowsAFailureForWhoeverSubscribed() throws Exception {
        server.serve(
                "/closed", exchange -> exchange.getHttpContext().getServer().stop(0));
        try (dev.remit.it.LocalServer other = new dev.remit.it.LocalServer()) {
            AgentWork.inSession(
                    "s-failed",
                    () -> await(body(client.disableRetry(true), server.allowed("/closed"))
                            .onErrorResume(e -> body(client, other.allowed("/instead")))));
        }

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d ->
                        d.path("arguments").asText() + ' ' + d.path("session").asText())
                .containsExactly("{} s-failed", "/closed s-failed", "/instead s-failed");
        assertThat(recorded.outcome(decisions.get(1)).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcomes(decisions.get(1))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pooled-", "closing-"})
    void shouldKeepTheContextsOfManyCallsApart(String prefix) throws Throwable {
        // Where the server closes each connection, those that have waited must connect.
        server.serve("/closing-", exchange -> {
            exchange.getResponseHeaders().add("Connection", "close");
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        final int count = 100;
        final List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final String session = prefix + i;
            answers.add(AgentWork.inSession(
                    session, () -> body(client, server.allowed("/" + session)).toFuture()));
        }
        for (Future<String> answer : answers) {
            assertThat(Refusals.get(answer)).isEqualTo("hello");
        }
        assertContextsApart(count);
    }

    @Test
    void shouldRecordTheOutcomeOfACancelledCall() throws Exception {
        final CountDownLatch arrived = new CountDownLatch(1);
        server.serve("/never", exchange -> arrived.countDown());
        final Disposable subscription = body(client, server.allowed("/never")).subscribe();
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

        subscription.dispose();

        final JsonNode decision = only(recorded.decisions());
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("cancelled");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    @Test
    void shouldRecordTheOutcomeOfACallThatTimesOut() {
        server.serve("/never", exchange -> {});

        assertThat(catchThrowable(() -> get(client.responseTimeout(Duration.ofMillis(100)), server.allowed("/never"))))
                .isInstanceOf(RuntimeException.class);

        final JsonNode decision = only(recorded.decisions());
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcome(decision).path("error").asText()).endsWith("ReadTimeoutException");
    }

    @Test
    void shouldRecordTheOutcomeOfACallThatFindsNobody() throws IOException {
        final int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(catchThrowable(() -> get("http://localhost:" + free + "/"))).isInstanceOf(IOException.class);

        final JsonNode decision = only(recorded.decisions());
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    @Test
    void shouldLetABodyStreamAfterTheCallHasEnded() throws Exception {
        final CountDownLatch firstRead = new CountDownLatch(1);
        server.serve("/stream", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("first\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                firstRead.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.getResponseBody().write("second\n".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        final CompletableFuture<String> first = new CompletableFuture<>();
        final Mono<String> all = client.get()
                .uri(server.allowed("/stream"))
                .responseContent()
                .asString()
                .doOnNext(first::complete)
                .reduce("", String::concat);
        final CompletableFuture<String> text = all.toFuture();

        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("first\n");
        assertThat(recorded.outcome(only(recorded.decisions())).path("outcome").asText())
                .isEqualTo("ok");
        firstRead.countDown();
        assertThat(text.get(20, TimeUnit.SECONDS)).isEqualTo("first\nsecond\n");
    }

    @Test
    void shouldSendABodyForWhoeverSubscribed() throws Exception {
        final String body = AgentWork.inSession(
                "s-body",
                () -> await(client.post()
                        .uri(server.allowed("/outer"))
                        .send(ByteBufFlux.fromString(body(client, server.allowed("/inner"))))
                        .responseContent()
                        .aggregate()
                        .asString()));

        assertThat(body).isEqualTo("hello");
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d ->
                        d.path("arguments").asText() + ' ' + d.path("session").asText())
                .containsExactly("{} s-body", "/outer s-body", "/inner s-body");
        assertThat(decisions.get(2).path("parent").asLong())
                .isEqualTo(decisions.get(1).path("call").asLong());
    }

    @Test
    void shouldLetNoTaskOfTheApplicationsOwnThrough() throws IOException {
        final List<String> tasks = new CopyOnWriteArrayList<>();
        server.serve("/task", exchange -> {
            tasks.addAll(exchange.getRequestHeaders().getOrDefault("Remit-Task", List.of("none")));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        get(client.headers(headers -> headers.set("Remit-Task", "own")), server.allowed("/task"));
        await(client.doOnRequest((request, connection) -> request.header("Remit-Task", "own"))
                .post()
                .uri(server.allowed("/task"))
                .send((request, out) -> out.sendString(
                        Mono.just(request.header("Remit-Task", "own").uri())))
                .response());

        assertThat(tasks).containsExactly("none", "none");
    }

    @Test
    void shouldGuardHttp2() throws Exception {
        final DisposableServer http2 = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .protocol(HttpProtocol.H2C)
                .handle((request, response) -> response.sendString(Mono.just("hello")))
                .bindNow();
        try {
            final HttpClient multiplexing = client.protocol(HttpProtocol.H2C);
            for (int i = 0; i < 2; i++) {
                assertThat(get(multiplexing, "http://localhost:" + http2.port() + "/" + i))
                        .isEqualTo("hello");
            }
            Refusals.assertRefused(() -> get(multiplexing, "http://127.0.0.1:" + http2.port() + "/"));
        } finally {
            http2.disposeNow();
        }
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d ->
                        d.path("category").asText() + ' ' + d.path("verdict").asText())
                .containsExactly("http allow", "http allow", "http deny");
        assertThat(recorded.outcome(decisions.get(1)).path("outcome").asText()).isEqualTo("ok");
    }

    @Test
    void shouldGuardAWebSocketsUpgrade() throws Throwable {
        try (WebSocketServer sockets = new WebSocketServer()) {
            final String text =
                    AgentWork.inSession("s-ws", () -> await(open("ws://localhost:" + sockets.port() + "/chat")));
            assertThat(text).isEqualTo("hello");
            Refusals.assertRefused(() -> await(open("ws://127.0.0.1:" + sockets.port() + "/chat")));
            assertThat(sockets.upgrades()).isEqualTo(1);
        }
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d ->
                        d.path("category").asText() + ' ' + d.path("verdict").asText())
                .containsExactly("tool allow", "http allow", "http deny");
        assertThat(recorded.outcome(decisions.get(1)).path("outcome").asText()).isEqualTo("ok");
    }

    private Mono<String> open(String url) {
        return client.websocket().uri(url).receive().asString().next();
    }
}
