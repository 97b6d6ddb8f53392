package dev.remit.it.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.HttpClientContract;
import dev.remit.it.Refusals;
import dev.remit.it.WebSocketServer;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OkHttpTwins extends HttpClientContract {
    private final OkHttpClient client = new OkHttpClient();

    private enum Way {
        DIRECT,
        REFLECTION,
        METHOD_HANDLE
    }

    @AfterEach
    void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    @Override
    protected String get(String url) throws Exception {
        return get(client, url);
    }

    @Override
    protected boolean accepts(String host) {
        // OkHttp reads the URL itself, and rejects what looks like an IPv6 address mapped to nothing.
        return true;
    }

    private static String get(OkHttpClient client, String url) throws IOException {
        try (Response response = client.newCall(request(url)).execute()) {
            return response.body().string();
        }
    }

    private static Request request(String url) {
        return new Request.Builder().url(url).build();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardExecuteHoweverItIsCalled(Way way) throws Throwable {
        try (Response response = execute(way, client.newCall(request(server.allowed("/"))))) {
            assertThat(response.body().string()).isEqualTo("hello");
        }
        Refusals.assertRefused(() -> execute(way, client.newCall(request(server.denied("/")))));

        assertThat(server.requests()).isEqualTo(1);
        assertThat(recorded.decisions())
                .extracting(d -> d.path("verdict").asText())
                .containsExactly("allow", "deny");
    }

    private static Response execute(Way way, Call call) throws Throwable {
        return switch (way) {
            case DIRECT -> call.execute();
            case REFLECTION -> (Response) Call.class.getMethod("execute").invoke(call);
            case METHOD_HANDLE ->
                (Response) MethodHandles.lookup()
                        .findVirtual(Call.class, "execute", MethodType.methodType(Response.class))
                        .invoke(call);
        };
    }

    @Test
    void shouldCarryTheAgentsContextToTheDispatcherAndItsCallback() throws Throwable {
        final CompletableFuture<String> inCallback = new CompletableFuture<>();
        AgentWork.inSession("s-async", () -> {
            client.newCall(request(server.allowed("/first"))).enqueue(new Callback() {
                @Override
                public void onResponse(Call call, Response response) throws IOException {
                    response.close();
                    inCallback.complete(get(client, server.allowed("/from-callback")));
                }

                @Override
                public void onFailure(Call call, IOException e) {
                    inCallback.completeExceptionally(e);
                }
            });
            return null;
        });

        assertThat(Refusals.get(inCallback)).isEqualTo("hello");
        final List<JsonNode> decisions = recorded.decisions();
        final long tool = decisions.get(0).path("call").asLong();
        assertThat(decisions)
                .extracting(d -> d.path("arguments").asText())
                .containsExactly("{}", "/first", "/from-callback");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-async"));
        assertThat(decisions.subList(1, 3))
                .allSatisfy(d -> assertThat(d.path("parent").asLong()).isEqualTo(tool));
    }

    @Test
    void shouldFailAnEnqueuedCallThatIsNotPermitted() {
        Refusals.assertRefused(() -> Refusals.get(enqueue(client, server.denied("/"))));
        Refusals.assertRefused(() -> Refusals.get(enqueue(client, server.allowed("/to-denied"))));

        assertThat(server.requests()).isEqualTo(1);
        assertThat(recorded.decisions())
                .extracting(d -> d.path("verdict").asText())
                .containsExactly("deny", "allow", "deny");
    }

    @Test
    void shouldKeepTheContextsOfEnqueuedCallsApart() throws Throwable {
        final int count = 100;
        final List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final String session = "enqueued-" + i;
            answers.add(AgentWork.inSession(session, () -> enqueue(client, server.allowed("/" + session))));
        }
        for (CompletableFuture<String> answer : answers) {
            assertThat(Refusals.get(answer)).isEqualTo("hello");
        }
        assertContextsApart(count);
    }

    private static CompletableFuture<String> enqueue(OkHttpClient client, String url) {
        final CompletableFuture<String> body = new CompletableFuture<>();
        client.newCall(request(url)).enqueue(new Callback() {
            @Override
            public void onResponse(Call call, Response response) throws IOException {
                try (response) {
                    body.complete(response.body().string());
                }
            }

            @Override
            public void onFailure(Call call, IOException e) {
                body.completeExceptionally(e);
            }
        });
        return body;
    }

    @Test
    void shouldDecideWhatTheApplicationsInterceptorsMadeOfTheRequest() {
        final OkHttpClient rewriting = client.newBuilder()
                .addInterceptor(chain -> chain.proceed(request(server.denied("/rewritten"))))
                .build();

        Refusals.assertRefused(() -> get(rewriting, server.allowed("/")));

        assertThat(server.requests()).isZero();
        assertThat(only(recorded.decisions()).path("arguments").asText()).isEqualTo("/rewritten");
    }

    @Test
    void shouldDecideAgainWhatANetworkInterceptorChanges() throws IOException {
        final OkHttpClient rewriting = client.newBuilder()
                .addNetworkInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .url(server.allowed("/forbidden"))
                        .build()))
                .build();

        Refusals.assertRefused(() -> get(rewriting, server.allowed("/innocent")));

        assertThat(server.requests()).isZero();
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(
                        d -> d.path("verdict").asText() + d.path("arguments").asText())
                .containsExactly("allow/innocent", "deny/forbidden");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
    }

    @Test
    void shouldTakeARetryOfTheSameRequestForTheSameCall() throws IOException {
        final AtomicInteger tries = new AtomicInteger();
        final OkHttpClient retrying = client.newBuilder()
                .addInterceptor(chain -> {
                    tries.incrementAndGet();
                    chain.proceed(chain.request()).close();
                    return chain.proceed(chain.request());
                })
                .build();

        assertThat(get(retrying, server.allowed("/"))).isEqualTo("hello");

        assertThat(server.requests()).isEqualTo(2);
        assertThat(recorded.outcomes(only(recorded.decisions()))).isEqualTo(1);
    }

    @Test
    void shouldNotTakeAnotherCallForARetry() throws IOException {
        final OkHttpClient prefetching = client.newBuilder()
                .addNetworkInterceptor(chain -> {
                    get(client, chain.request().url().toString());
                    return chain.proceed(chain.request());
                })
                .build();

        assertThat(get(prefetching, server.allowed("/"))).isEqualTo("hello");

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).hasSize(2);
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
    }

    @Test
    void shouldRefuseARawSocketToAnotherHostWithinAPermittedCall() {
        final OkHttpClient smuggling = client.newBuilder()
                .addNetworkInterceptor(chain -> {
                    new Socket("127.0.0.1", server.port()).close();
                    return chain.proceed(chain.request());
                })
                .build();

        Refusals.assertRefused(() -> get(smuggling, server.allowed("/")));

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d ->
                        d.path("category").asText() + ' ' + d.path("verdict").asText())
                .containsExactly("http allow", "connect deny");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
        assertThat(recorded.outcome(decisions.get(0)).path("outcome").asText()).isEqualTo("error");
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

        try (Response response =
                client.newCall(request(server.allowed("/stream"))).execute()) {
            assertThat(response.body().source().readUtf8Line()).isEqualTo("first");
            assertThat(recorded.outcome(only(recorded.decisions()))
                            .path("outcome")
                            .asText())
                    .isEqualTo("ok");
            firstRead.countDown();
            assertThat(response.body().source().readUtf8Line()).isEqualTo("second");
        }
        assertThat(recorded.decisions()).hasSize(1);
    }

    @Test
    void shouldRecordTheOutcomeOfACancelledCall() {
        final CountDownLatch arrived = new CountDownLatch(1);
        server.serve("/never", exchange -> arrived.countDown());
        final Call call = client.newCall(request(server.allowed("/never")));
        final CompletableFuture<Void> failed = new CompletableFuture<>();
        call.enqueue(new Callback() {
            @Override
            public void onResponse(Call unused, Response response) {
                response.close();
            }

            @Override
            public void onFailure(Call unused, IOException e) {
                failed.complete(null);
            }
        });
        try {
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        call.cancel();
        failed.orTimeout(20, TimeUnit.SECONDS).join();

        assertThat(recorded.outcome(only(recorded.decisions())).path("outcome").asText())
                .isEqualTo("error");
    }

    @Test
    void shouldGuardAWebSocketsUpgrade() throws Throwable {
        try (WebSocketServer sockets = new WebSocketServer()) {
            final String text = AgentWork.inSession(
                    "s-ws",
                    () -> open("ws://localhost:" + sockets.port() + "/chat").get(20, TimeUnit.SECONDS));
            assertThat(text).isEqualTo("hello");
            Refusals.assertRefused(() -> Refusals.get(open("ws://127.0.0.1:" + sockets.port() + "/chat")));
            assertThat(sockets.upgrades()).isEqualTo(1);
        }
        assertThat(recorded.decisions())
                .extracting(d ->
                        d.path("category").asText() + ' ' + d.path("verdict").asText())
                .containsExactly("tool allow", "http allow", "http deny");
        assertThat(recorded.decisions().get(1).path("principal").asText()).startsWith("Remit::Agent::");
    }

    private CompletableFuture<String> open(String url) {
        final CompletableFuture<String> text = new CompletableFuture<>();
        client.newWebSocket(request(url), new WebSocketListener() {
            @Override
            public void onMessage(WebSocket socket, String message) {
                socket.cancel();
                text.complete(message);
            }

            @Override
            public void onFailure(WebSocket socket, Throwable t, Response response) {
                text.completeExceptionally(t);
            }
        });
        return text;
    }

    @Test
    void shouldGuardAnInterceptorsOwnFailure() {
        final OkHttpClient failing = client.newBuilder()
                .addNetworkInterceptor((Interceptor) chain -> {
                    throw new IllegalStateException("the application's own");
                })
                .build();

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> get(failing, server.allowed("/"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the application's own");
        final JsonNode outcome = recorded.outcome(only(recorded.decisions()));
        assertThat(outcome.path("outcome").asText()).isEqualTo("error");
        assertThat(outcome.path("error").asText()).isEqualTo("java.lang.IllegalStateException");
    }
}
