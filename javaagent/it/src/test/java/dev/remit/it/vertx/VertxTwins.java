package dev.remit.it.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.AsyncHttpClientContract;
import dev.remit.it.Refusals;
import dev.remit.it.WebSocketServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

class VertxTwins extends AsyncHttpClientContract {
    private static final Vertx VERTX = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(2)
            .setAddressResolverOptions(hosts(System.getProperty("jdk.net.hosts.file"))));
    // Few connections, so that most of many calls must wait for one.
    private static final HttpClient CLIENT =
            Api.client(VERTX, new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(8));

    private enum Way {
        DIRECT,
        METHOD_AND_HOST,
        REFLECTION,
        METHOD_HANDLE,
        LAMBDA,
        PROXY,
        SERVER,
        WEB_CLIENT
    }

    @AfterAll
    static void stop() {
        // Not waited for: version 4 waits for the server's side of a WebSocket, which never closes it.
        VERTX.close();
    }

    private static AddressResolverOptions hosts(String path) {
        final AddressResolverOptions options = new AddressResolverOptions();
        return path == null ? options : options.setHostsPath(path);
    }

    @Override
    protected String get(String url) throws Exception {
        return wait(body(CLIENT, get(url, true)));
    }

    @Override
    protected Runnable ask(String url, Duration patience, BiConsumer<String, Throwable> told) {
        final CompletableFuture<HttpClientRequest> asked = new CompletableFuture<>();
        CLIENT.request(get(url, true).setTimeout(patience.toMillis()))
                .compose(request -> {
                    asked.complete(request);
                    return send(request);
                })
                .onSuccess(body -> told.accept(body, null))
                .onFailure(failure -> told.accept(null, failure));
        return () -> asked.thenAccept(Api::reset);
    }

    @Override
    protected CompletableFuture<?> stream(String url, Consumer<String> piece) {
        final CompletableFuture<Void> end = new CompletableFuture<>();
        CLIENT.request(get(url, false))
                .compose(request -> request.send()
                        .onSuccess(response -> response.handler(part -> piece.accept(part.toString()))
                                .endHandler(end::complete)))
                .onFailure(end::completeExceptionally);
        return end;
    }

    @Override
    protected Class<? extends Exception> cancellation() {
        return StreamResetException.class;
    }

    @Override
    protected boolean endsBeforeItsBody() {
        return false;
    }

    @Override
    protected Class<? extends Throwable> closedConnection() {
        return HttpClosedException.class;
    }

    @Override
    protected boolean accepts(String host) {
        // Vert.x reads no URL that Java does not.
        try {
            return new java.net.URL("http://" + host + ":1/").getHost() != null;
        } catch (java.net.MalformedURLException e) {
            return false;
        }
    }

    private static RequestOptions get(String url, boolean follow) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url)
                .setFollowRedirects(follow);
    }

    private static Future<String> body(HttpClient client, RequestOptions request) {
        return client.request(request).compose(VertxTwins::send);
    }

    /** In one step, on the event loop: a handler that comes late finds no body. */
    private static Future<String> send(HttpClientRequest request) {
        return request.send().compose(VertxTwins::text);
    }

    private static Future<String> text(HttpClientResponse response) {
        return response.body().map(Buffer::toString);
    }

    private static <T> CompletableFuture<T> future(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture();
    }

    private static <T> T wait(Future<T> future) throws Exception {
        try {
            return Refusals.get(future(future));
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private static List<String> seen(List<JsonNode> decisions) {
        return decisions.stream()
                .map(d -> d.path("category").asText() + ' ' + d.path("verdict").asText())
                .toList();
    }

    /** Whatever is asked for then: the path and the session. */
    private List<String> asked() {
        return recorded.decisions().stream()
                .map(d -> d.path("arguments").asText() + ' ' + d.path("session").asText())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardARequestHoweverItIsSent(Way way) throws Throwable {
        assertThat(get(way, server.allowed("/"))).isEqualTo("hello");
        Refusals.assertRefused(() -> get(way, server.denied("/")));

        assertThat(server.requests()).isEqualTo(1);
        assertThat(seen(recorded.decisions())).containsExactly("http allow", "http deny");
    }

    private String get(Way way, String url) throws Throwable {
        final RequestOptions request = get(url, false);
        return switch (way) {
            case DIRECT -> wait(body(CLIENT, request));
            case METHOD_AND_HOST ->
                wait(CLIENT.request(HttpMethod.GET, request.getPort(), request.getHost(), request.getURI())
                        .compose(VertxTwins::send));
            case REFLECTION ->
                sent(HttpClient.class.getMethod("request", RequestOptions.class).invoke(CLIENT, request));
            case METHOD_HANDLE ->
                sent(MethodHandles.lookup()
                        .findVirtual(
                                HttpClient.class, "request", MethodType.methodType(Future.class, RequestOptions.class))
                        .invoke(CLIENT, request));
            case LAMBDA -> {
                final Function<RequestOptions, Future<HttpClientRequest>> function = CLIENT::request;
                yield sent(function.apply(request));
            }
            case PROXY ->
                wait(body(
                        (HttpClient) Proxy.newProxyInstance(
                                HttpClient.class.getClassLoader(),
                                new Class<?>[] {HttpClient.class},
                                (proxy, method, arguments) -> method.invoke(CLIENT, arguments)),
                        request));
            case SERVER -> {
                // Where it goes is decided, and not what it names.
                final RequestOptions named = new RequestOptions(request).setHost("localhost");
                Api.server(named, SocketAddress.inetSocketAddress(request.getPort(), request.getHost()));
                yield wait(body(CLIENT, named));
            }
            case WEB_CLIENT -> {
                final WebClient client = WebClient.wrap(CLIENT);
                yield wait(client.getAbs(url).send()).bodyAsString();
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static String sent(Object request) throws Exception {
        return wait(((Future<HttpClientRequest>) request).compose(VertxTwins::send));
    }

    @Test
    void shouldFollowRedirectsOfAWebClientToPermittedHostsAlone() throws Exception {
        final WebClient client = WebClient.create(VERTX, new WebClientOptions().setFollowRedirects(true));
        try {
            assertThat(wait(client.getAbs(server.allowed("/to-allowed")).send()).bodyAsString())
                    .isEqualTo("hello");
            Refusals.assertRefused(
                    () -> wait(client.getAbs(server.allowed("/to-denied")).send()));
        } finally {
            client.close();
        }
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(seen(decisions)).containsExactly("http allow", "http allow", "http allow", "http deny");
        // It follows them on its own, as an application that sends another request.
        assertThat(decisions.get(3).has("parent")).isFalse();
    }

    @Test
    void shouldDecideAgainWhatIsChangedBeforeItIsSent() throws Exception {
        Refusals.assertRefused(() -> wait(CLIENT.request(get(server.allowed("/innocent"), false))
                .compose(request -> send(request.setURI("/forbidden")))));
        // The connection went back.
        assertThat(get(server.allowed("/next"))).isEqualTo("hello");

        assertThat(server.requests()).isEqualTo(1);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(seen(decisions)).containsExactly("http allow", "http deny", "http allow");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
        assertThat(recorded.outcome(decisions.get(0)).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcomes(decisions.get(0))).isEqualTo(1);
    }

    @Test
    void shouldRefuseEachWayToWriteWhatWasChanged() throws Exception {
        final List<Throwable> failures = new ArrayList<>();
        for (Function<HttpClientRequest, Future<?>> way : List.<Function<HttpClientRequest, Future<?>>>of(
                request -> request.end(), request -> request.sendHead(), request -> request.end("body"))) {
            final HttpClientRequest request = wait(CLIENT.request(get(server.allowed("/innocent"), false)));
            request.setURI("/forbidden");
            failures.add(catchThrowable(() -> wait(way.apply(request))));
            Refusals.assertRefused(() -> wait(request.response()));
        }

        assertThat(failures)
                .hasSize(3)
                .allSatisfy(failure -> Refusals.assertRefused(() -> {
                    throw failure;
                }));
        assertThat(server.requests()).isZero();
    }

    @Test
    void shouldDecideWhatIsSentThroughAnHttpProxyOnce() throws Exception {
        // It is no proxy, and answers whatever path it is asked for.
        final RequestOptions request = get("http://allowed.example/greeting", false)
                .setProxyOptions(new ProxyOptions()
                        .setType(ProxyType.HTTP)
                        .setHost("localhost")
                        .setPort(server.port()));
        catchThrowable(() -> wait(body(CLIENT, request)));

        final List<JsonNode> decisions = recorded.decisions("http");
        assertThat(decisions)
                .extracting(d -> d.path("resource").asText())
                .containsExactly("Remit::Host::\"allowed.example:80\"");
    }

    @Test
    void shouldCarryTheAgentsContextToEachHandler() throws Throwable {
        final List<Future<String>> answers = new CopyOnWriteArrayList<>();
        final CompletableFuture<Void> done = new CompletableFuture<>();
        AgentWork.inSession("s-handler", () -> {
            CLIENT.request(get(server.allowed("/to-allowed"), true)).onSuccess(request -> {
                answers.add(follow("/request"));
                request.response().onSuccess(response -> {
                    answers.add(follow("/response"));
                    response.handler(part -> answers.add(follow("/part")));
                    response.endHandler(end -> {
                        answers.add(follow("/end"));
                        done.complete(null);
                    });
                });
                request.end();
            });
            return null;
        });

        Refusals.get(done);
        for (Future<String> answer : answers) {
            assertThat(wait(answer)).isEqualTo("hello");
        }
        assertThat(asked())
                .containsExactlyInAnyOrder(
                        "{} s-handler",
                        "/to-allowed s-handler",
                        "/landed s-handler",
                        "/request s-handler",
                        "/response s-handler",
                        "/part s-handler",
                        "/end s-handler");
        final List<JsonNode> decisions = recorded.decisions();
        final long tool = decisions.get(0).path("call").asLong();
        assertThat(decisions)
                .filteredOn(d -> !d.path("arguments").asText().matches("\\{}|/landed"))
                .allSatisfy(d -> assertThat(d.path("parent").asLong()).isEqualTo(tool));
    }

    private Future<String> follow(String path) {
        return body(CLIENT, get(server.allowed(path), false));
    }

    @Test
    void shouldCarryTheAgentsContextToAHandlerThatComesLate() throws Throwable {
        final String body = AgentWork.inSession("s-late-handler", () -> {
            final Future<String> first = follow("/first");
            wait(first);
            return wait(first.compose(text -> follow("/second")));
        });

        assertThat(body).isEqualTo("hello");
        assertThat(asked()).containsExactly("{} s-late-handler", "/first s-late-handler", "/second s-late-handler");
    }

    @Test
    void shouldRecordTheOutcomeOfACallThatIsCancelledBeforeItIsSent() throws Exception {
        final HttpClientRequest request = wait(CLIENT.request(get(server.allowed("/never"), false)));

        Api.reset(request);

        assertThat(catchThrowable(() -> wait(request.response()))).isNotNull();
        final JsonNode decision = only(recorded.decisions());
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("cancelled");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    @Test
    void shouldTakeAConnectionThatTheServerHasClosedForAFailureAndNotSendAgain() throws Exception {
        server.serve("/dropped", exchange -> exchange.close());

        assertThat(catchThrowable(() -> get(server.allowed("/dropped")))).isInstanceOf(HttpClosedException.class);
        assertThat(get(server.allowed("/"))).isEqualTo("hello");

        assertThat(server.requests()).isEqualTo(2);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(seen(decisions)).containsExactly("http allow", "http allow");
        assertThat(recorded.outcome(decisions.get(0)).path("outcome").asText()).isEqualTo("error");
    }

    @Test
    void shouldDecideARequestWithAStreamedBodyOnce() throws Exception {
        final List<String> bodies = new CopyOnWriteArrayList<>();
        server.serve("/upload", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        final RequestOptions upload = get(server.allowed("/upload"), false).setMethod(HttpMethod.POST);

        wait(CLIENT.request(upload).compose(request -> {
            request.setChunked(true);
            request.write("one ");
            request.write("two ");
            request.end("three");
            return request.response().compose(VertxTwins::text);
        }));

        assertThat(bodies).containsExactly("one two three");
        final JsonNode decision = only(recorded.decisions());
        assertThat(decision.path("action").asText()).isEqualTo("Remit::Action::\"POST\"");
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("ok");
    }

    @Test
    void shouldLetNoTaskOfTheApplicationsOwnThrough() throws Exception {
        final List<String> tasks = new CopyOnWriteArrayList<>();
        server.serve("/task", exchange -> {
            tasks.addAll(exchange.getRequestHeaders().getOrDefault("Remit-Task", List.of("none")));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        wait(body(CLIENT, get(server.allowed("/task"), false).putHeader("Remit-Task", "own")));
        wait(CLIENT.request(get(server.allowed("/task"), false))
                .compose(request -> send(request.putHeader("Remit-Task", "own"))));

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
        final HttpClient client = Api.client(
                VERTX,
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false),
                new PoolOptions());
        final String url = "http://localhost:" + http2.port();
        try {
            for (int i = 0; i < 2; i++) {
                assertThat(wait(body(client, get(url + "/" + i, false)))).isEqualTo("hello");
            }
            Refusals.assertRefused(() -> wait(body(client, get("http://127.0.0.1:" + http2.port() + "/", false))));
            Refusals.assertRefused(() -> wait(client.request(get(url + "/innocent", false))
                    .compose(request -> send(request.setURI("/forbidden")))));
            assertThat(wait(body(client, get(url + "/after", false)))).isEqualTo("hello");
        } finally {
            client.close();
            http2.disposeNow();
        }
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(seen(decisions))
                .containsExactly("http allow", "http allow", "http deny", "http allow", "http deny", "http allow");
        assertThat(recorded.outcome(decisions.get(1)).path("outcome").asText()).isEqualTo("ok");
    }

    @Test
    void shouldGuardAWebSocketsUpgrade() throws Throwable {
        final WebSocketClient client = VERTX.createWebSocketClient();
        try (WebSocketServer sockets = new WebSocketServer()) {
            assertThat(AgentWork.inSession("s-ws", () -> wait(open(client, "localhost", sockets.port()))))
                    .isEqualTo("hello");
            Refusals.assertRefused(() -> wait(open(client, "127.0.0.1", sockets.port())));
            assertThat(sockets.upgrades()).isEqualTo(1);
        } finally {
            client.close();
        }
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(seen(decisions)).containsExactly("tool allow", "http allow", "http deny");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
        assertThat(recorded.outcome(decisions.get(1)).path("outcome").asText()).isEqualTo("ok");
    }

    private static Future<String> open(WebSocketClient client, String host, int port) {
        return client.connect(new WebSocketConnectOptions()
                        .setHost(host)
                        .setPort(port)
                        .setURI("/chat"))
                .compose(socket -> {
                    final Promise<String> text = Promise.promise();
                    Api.texts(socket, text::tryComplete);
                    return text.future();
                });
    }
}
