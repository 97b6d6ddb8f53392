package dev.remit.it.reactornetty;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.WebSocketClientContract;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

class ReactorNettyTwins extends WebSocketClientContract {
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
        return isReadByTheJdk(host);
    }

    @Override
    protected Runnable ask(String url, Duration patience, BiConsumer<String, Throwable> told) {
        return body(client.responseTimeout(patience), url)
                .doOnCancel(() -> told.accept(null, new CancellationException()))
                .subscribe(body -> told.accept(body, null), failure -> told.accept(null, failure))::dispose;
    }

    @Override
    protected CompletableFuture<?> stream(String url, Consumer<String> piece) {
        return client.get()
                .uri(url)
                .responseContent()
                .asString()
                .doOnNext(piece)
                .then()
                .toFuture();
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
        assertGuarded(url -> get(way, url));
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
    void shouldRunWhatFollowsAResponseForWhoeverSubscribed() throws Exception {
        AgentWork.inSession(
                "s-follow",
                () -> await(body(client, server.allowed("/first"))
                        .flatMap(first -> body(client, server.allowed("/second")))));

        assertAskedByTheTool("s-follow", "/first", "/second");
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
        final List<JsonNode> decisions = assertAsked("s-body", "/outer", "/inner");
        assertThat(decisions.get(2).path("parent").asLong())
                .isEqualTo(decisions.get(1).path("call").asLong());
    }

    @Test
    void shouldLetNoTaskOfTheApplicationsOwnThrough() throws IOException {
        final List<String> tasks = tasks();
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
    void shouldGuardHttp2() throws Throwable {
        final HttpClient multiplexing = client.protocol(HttpProtocol.H2C);
        assertHttp2Guarded(url -> get(multiplexing, url));
    }

    @Override
    protected CompletableFuture<String> open(String url) {
        return client.websocket().uri(url).receive().asString().next().toFuture();
    }
}
