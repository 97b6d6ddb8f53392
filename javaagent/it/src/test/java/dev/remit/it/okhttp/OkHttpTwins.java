package dev.remit.it.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.Refusals;
import dev.remit.it.WebSocketClientContract;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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

class OkHttpTwins extends WebSocketClientContract {
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
        return text(client.newCall(request(url)).execute());
    }

    private static String text(Response response) throws IOException {
        try (response) {
            return response.body().string();
        }
    }

    @Override
    protected Runnable ask(String url, Duration patience, BiConsumer<String, Throwable> told) {
        final Call call = client.newBuilder().readTimeout(patience).build().newCall(request(url));
        call.enqueue(new Callback() {
            @Override
            public void onResponse(Call unused, Response response) throws IOException {
                told.accept(text(response), null);
            }

            @Override
            public void onFailure(Call unused, IOException e) {
                told.accept(null, e);
            }
        });
        return call::cancel;
    }

    @Override
    protected CompletableFuture<?> stream(String url, Consumer<String> piece) throws IOException {
        final Response response = client.newCall(request(url)).execute();
        return CompletableFuture.runAsync(() -> read(response.body().byteStream(), piece));
    }

    @Override
    protected Class<? extends Exception> cancellation() {
        return IOException.class;
    }

    @Override
    protected List<String> outcomesOfACancelledCall() {
        // As the client tells it: a failure to read.
        return List.of("error");
    }

    private static Request request(String url) {
        return new Request.Builder().url(url).build();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardExecuteHoweverItIsCalled(Way way) throws Throwable {
        assertGuarded(url -> text(execute(way, client.newCall(request(url)))));
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

        assertRawSocketRefused(url -> get(smuggling, url));
    }

    @Override
    protected CompletableFuture<String> open(String url) {
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
