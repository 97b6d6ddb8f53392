package dev.remit.it.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Http2Server;
import dev.remit.it.Refusals;
import dev.remit.it.WebSocketClientContract;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

// Public, as the class of a WebSocket's listener must be.
public class JettyTwins extends WebSocketClientContract {
    private static final HttpClient CLIENT = new HttpClient();
    private static final WebSocketClient SOCKETS = new WebSocketClient();

    private enum Way {
        DIRECT,
        REFLECTION,
        METHOD_HANDLE,
        LISTENER,
        STREAM,
        DESTINATION,
        SUBCLASS
    }

    @BeforeAll
    static void start() throws Exception {
        // Few connections, so that most of many calls must wait for one.
        CLIENT.setMaxConnectionsPerDestination(8);
        CLIENT.start();
        SOCKETS.start();
    }

    @AfterAll
    static void stop() throws Exception {
        CLIENT.stop();
        SOCKETS.stop();
    }

    @Override
    protected String get(String url) throws Exception {
        return get(CLIENT, url);
    }

    @Override
    protected boolean accepts(String host) {
        return isReadByTheJdk(host);
    }

    @Override
    protected Runnable ask(String url, Duration patience, BiConsumer<String, Throwable> told) {
        final Request request = CLIENT.newRequest(url).timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        request.send(new BufferingResponseListener() {
            @Override
            public void onFailure(Response response, Throwable failure) {
                told.accept(null, failure);
            }

            @Override
            public void onComplete(Result result) {
                if (result.isSucceeded()) {
                    told.accept(getContentAsString(), null);
                }
            }
        });
        return () -> request.abort(new CancellationException());
    }

    @Override
    protected CompletableFuture<?> stream(String url, Consumer<String> piece) {
        final InputStreamResponseListener listener = new InputStreamResponseListener();
        CLIENT.newRequest(url).send(listener);
        return CompletableFuture.runAsync(() -> read(listener.getInputStream(), piece));
    }

    @Override
    protected boolean endsBeforeItsBody() {
        return false;
    }

    private static String get(HttpClient client, String url) throws Exception {
        return body(client.newRequest(url));
    }

    private static String body(Request request) throws Exception {
        try {
            return request.timeout(20, TimeUnit.SECONDS).send().getContentAsString();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : e;
        }
    }

    /** As an application that is called back. */
    private static CompletableFuture<String> send(Request request) {
        final CompletableFuture<String> body = new CompletableFuture<>();
        request.send(completing(body));
        return body;
    }

    private static BufferingResponseListener completing(CompletableFuture<String> body) {
        return new BufferingResponseListener() {
            @Override
            public void onComplete(Result result) {
                if (result.isFailed()) {
                    body.completeExceptionally(result.getFailure());
                } else {
                    body.complete(getContentAsString());
                }
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardARequestHoweverItIsSent(Way way) throws Throwable {
        assertGuarded(url -> get(way, url));
    }

    @SuppressWarnings("try") // of a client to close, which is Jetty's own
    private static String get(Way way, String url) throws Throwable {
        final Request request = CLIENT.newRequest(url);
        return switch (way) {
            case DIRECT -> CLIENT.GET(url).getContentAsString();
            case REFLECTION ->
                ((ContentResponse) Request.class.getMethod("send").invoke(request)).getContentAsString();
            case METHOD_HANDLE ->
                ((ContentResponse) MethodHandles.lookup()
                                .findVirtual(Request.class, "send", MethodType.methodType(ContentResponse.class))
                                .invoke(request))
                        .getContentAsString();
            case LISTENER -> Refusals.get(send(request));
            case STREAM -> {
                final InputStreamResponseListener listener = new InputStreamResponseListener();
                request.send(listener);
                listener.get(20, TimeUnit.SECONDS);
                try (InputStream body = listener.getInputStream()) {
                    yield new String(body.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
            case DESTINATION -> {
                final CompletableFuture<String> body = new CompletableFuture<>();
                CLIENT.resolveDestination(request).send(request, completing(body));
                yield Refusals.get(body);
            }
            case SUBCLASS -> {
                final HttpClient own = new HttpClient(new HttpClientTransportDynamic()) {};
                own.start();
                try {
                    yield get(own, url);
                } finally {
                    own.stop();
                }
            }
        };
    }

    @Test
    void shouldGuardWhatIsSentOnAConnectionOfTheApplicationsOwn() throws Throwable {
        final Destination destination = CLIENT.resolveDestination(CLIENT.newRequest(server.allowed("/")));
        final CompletableFuture<Connection> connected = new CompletableFuture<>();
        destination.newConnection(Promise.from(connected::complete, connected::completeExceptionally));
        try (Connection connection = Refusals.get(connected)) {
            final CompletableFuture<String> allowed = new CompletableFuture<>();
            final CompletableFuture<String> followed = new CompletableFuture<>();
            AgentWork.inSession("s-own", () -> {
                connection.send(
                        CLIENT.newRequest(server.allowed("/"))
                                .onResponseSuccess(
                                        response -> follow("/followed").thenAccept(followed::complete)),
                        completing(allowed));
                return null;
            });
            assertThat(Refusals.get(allowed)).isEqualTo("hello");
            assertThat(Refusals.get(followed)).isEqualTo("hello");

            final CompletableFuture<String> denied = new CompletableFuture<>();
            connection.send(CLIENT.newRequest(server.allowed("/forbidden")), completing(denied));
            Refusals.assertRefused(() -> Refusals.get(denied));
        }
        assertThat(server.requests()).isEqualTo(2);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(recorded.verdicts())
                .containsExactly("connect allow", "tool allow", "http allow", "http allow", "http deny");
        assertThat(decisions.subList(1, 4))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-own"));
        assertThat(recorded.outcomes(decisions.get(2))).isEqualTo(1);
    }

    @Test
    void shouldTellEachListenerOfARefusalOnceAndNotTryAgain() throws Throwable {
        final List<Throwable> failures = new CopyOnWriteArrayList<>();
        final CompletableFuture<String> body = send(CLIENT.newRequest(server.denied("/"))
                .onRequestFailure((request, failure) -> failures.add(failure))
                .onResponseFailure((response, failure) -> failures.add(failure)));

        final IOException refusal = Refusals.assertRefused(() -> Refusals.get(body));

        assertThat(failures).containsExactly(refusal, refusal);
        assertThat(recorded.verdicts()).containsExactly("http deny");
    }

    @Test
    void shouldTellTheListenersOfARequestThatWasGivenUpBefore() {
        final Request request = CLIENT.newRequest(server.denied("/"));
        request.abort(new CancellationException());

        Refusals.assertRefused(() -> Refusals.get(send(request)));
    }

    @Test
    void shouldDecideARequestThatIsSentAgain() throws Throwable {
        final Request request = CLIENT.newRequest(server.allowed("/"));
        for (int i = 0; i < 2; i++) {
            final CompletableFuture<Result> result = new CompletableFuture<>();
            request.send(result::complete);
            assertThat(Refusals.get(result).isSucceeded()).isTrue();
        }

        assertThat(server.requests()).isEqualTo(2);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(recorded.verdicts()).containsExactly("http allow", "http allow");
        assertThat(decisions.get(1).has("parent")).isFalse();
        assertThat(recorded.outcomes(decisions.get(0))).isEqualTo(1);
        assertThat(recorded.outcomes(decisions.get(1))).isEqualTo(1);
    }

    @Test
    void shouldTakeTheAnswerToAChallengeForTheSameCall() throws Exception {
        server.serve("/login", exchange -> {
            final boolean known = exchange.getRequestHeaders().containsKey("Authorization");
            if (!known) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"it\"");
            }
            exchange.sendResponseHeaders(known ? 200 : 401, -1);
            exchange.close();
        });
        final BasicAuthentication login =
                new BasicAuthentication(URI.create(server.allowed("/")), "it", "it", "changeit");
        CLIENT.getAuthenticationStore().addAuthentication(login);

        assertThat(get(server.allowed("/login"))).isEmpty();

        assertThat(server.requests()).isEqualTo(2);
        assertThat(recorded.verdicts()).containsExactly("http allow");
        assertThat(recorded.outcomes(recorded.decisions().get(0))).isEqualTo(1);
    }

    @Test
    void shouldTakeATunnelForAPartOfTheRequestThatItIsFor() throws Exception {
        final HttpClient client = new HttpClient();
        // It is no proxy: the tunnel is asked for, and that is all.
        client.getProxyConfiguration().addProxy(new HttpProxy("localhost", server.port()));
        client.start();
        try {
            assertThat(catchThrowable(() -> get(client, "https://localhost:1/")))
                    .isNotNull();
        } finally {
            client.stop();
        }
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(recorded.verdicts()).containsExactly("http allow", "connect allow");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
        assertThat(recorded.outcome(decisions.get(0)).path("outcome").asText()).isEqualTo("error");
    }

    @Test
    void shouldDecideAgainWhatAListenerChanges() {
        final Request request =
                CLIENT.newRequest(server.allowed("/innocent")).onRequestBegin(changed -> changed.path("/forbidden"));

        Refusals.assertRefused(() -> body(request));

        assertThat(server.requests()).isZero();
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(recorded.verdicts()).containsExactly("http allow", "http deny");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
        assertThat(recorded.outcome(decisions.get(0)).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcomes(decisions.get(0))).isEqualTo(1);
    }

    @Test
    void shouldCarryTheAgentsContextToEachListener() throws Throwable {
        final List<CompletableFuture<String>> answers = new CopyOnWriteArrayList<>();
        final CountDownLatch done = new CountDownLatch(2);
        AgentWork.inSession("s-listener", () -> {
            CLIENT.newRequest(server.allowed("/to-allowed"))
                    .onRequestSuccess(request -> answers.add(follow("/sent")))
                    .onResponseBegin(response -> answers.add(follow("/begin")))
                    .onResponseHeader((response, field) -> {
                        if (field.is("Content-Length")) {
                            answers.add(follow("/header"));
                        }
                        return true;
                    })
                    .onResponseHeaders(response -> answers.add(follow("/headers")))
                    .onResponseContentSource((response, source) -> source.demand(() -> drain(source, () -> {
                        answers.add(follow("/content"));
                        done.countDown();
                    })))
                    .onResponseSuccess(response -> answers.add(follow("/success")))
                    .send(result -> {
                        answers.add(follow("/complete"));
                        done.countDown();
                    });
            return null;
        });

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        for (CompletableFuture<String> answer : answers) {
            assertThat(Refusals.get(answer)).isEqualTo("hello");
        }
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d ->
                        d.path("arguments").asText() + ' ' + d.path("session").asText())
                .containsExactlyInAnyOrder(
                        "{} s-listener",
                        "/to-allowed s-listener",
                        "/sent s-listener",
                        "/landed s-listener",
                        "/begin s-listener",
                        "/header s-listener",
                        "/headers s-listener",
                        "/content s-listener",
                        "/success s-listener",
                        "/complete s-listener");
        final long tool = decisions.get(0).path("call").asLong();
        assertThat(decisions)
                .filteredOn(d -> !d.path("arguments").asText().matches("\\{}|/landed"))
                .allSatisfy(d -> assertThat(d.path("parent").asLong()).isEqualTo(tool));
    }

    private CompletableFuture<String> follow(String path) {
        return send(CLIENT.newRequest(server.allowed(path)));
    }

    /** Reads until there is nothing more to be had. */
    private static void drain(Content.Source source, Runnable end) {
        final Content.Chunk chunk = source.read();
        if (chunk != null) {
            chunk.release();
        }
        if (chunk != null && chunk.isLast()) {
            end.run();
        } else {
            source.demand(() -> drain(source, end));
        }
    }

    @Test
    void shouldSendABodyWithinItsRequest() throws Exception {
        final Request.Content content = new BytesRequestContent("body".getBytes(StandardCharsets.UTF_8)) {
            private boolean asked;

            @Override
            public Content.Chunk read() {
                if (!asked) {
                    asked = true;
                    send(CLIENT.newRequest(server.allowed("/inner"))).join();
                }
                return super.read();
            }
        };
        final String body = AgentWork.inSession(
                "s-body", () -> body(CLIENT.POST(server.allowed("/outer")).body(content)));

        assertThat(body).isEqualTo("hello");
        final List<JsonNode> decisions = assertAsked("s-body", "/outer", "/inner");
        assertThat(decisions.get(2).path("parent").asLong())
                .isEqualTo(decisions.get(1).path("call").asLong());
    }

    @Test
    void shouldLetNoTaskOfTheApplicationsOwnThrough() throws Exception {
        final List<String> tasks = tasks();
        body(CLIENT.newRequest(server.allowed("/task")).headers(headers -> headers.put("Remit-Task", "own")));
        body(CLIENT.newRequest(server.allowed("/task"))
                .onRequestHeaders(request -> request.headers(headers -> headers.put("Remit-Task", "own"))));

        assertThat(tasks).containsExactly("none", "none");
    }

    @Test
    void shouldGuardHttp2() throws Throwable {
        final HttpClient client = http2();
        try {
            assertHttp2Guarded(url -> get(client, url));
        } finally {
            client.stop();
        }
    }

    @Test
    void shouldDecideAgainWhatAListenerChangesOfARequestOverHttp2() throws Exception {
        final HttpClient client = http2();
        try (Http2Server server2 = new Http2Server()) {
            Refusals.assertRefused(() -> body(client.newRequest(server2.allowed("/innocent"))
                    .onRequestBegin(changed -> changed.path("/forbidden"))));
        } finally {
            client.stop();
        }
        assertThat(recorded.verdicts()).containsExactly("http allow", "http deny");
    }

    private static HttpClient http2() throws Exception {
        final HttpClient client = new HttpClient(new HttpClientTransportOverHTTP2(new HTTP2Client()));
        client.start();
        return client;
    }

    @Override
    protected CompletableFuture<String> open(String url) throws IOException {
        final CompletableFuture<String> text = new CompletableFuture<>();
        SOCKETS.connect(new Listening(text), URI.create(url)).whenComplete((session, failure) -> {
            if (failure != null) {
                text.completeExceptionally(failure);
            }
        });
        return text;
    }

    /** Public, for Jetty looks its methods up. */
    public static final class Listening implements Session.Listener.AutoDemanding {
        private final CompletableFuture<String> text;

        Listening(CompletableFuture<String> text) {
            this.text = text;
        }

        @Override
        public void onWebSocketText(String message) {
            text.complete(message);
        }
    }
}
