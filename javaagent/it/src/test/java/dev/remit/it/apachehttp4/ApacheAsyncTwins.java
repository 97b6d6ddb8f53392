package dev.remit.it.apachehttp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.AsyncHttpClientContract;
import dev.remit.it.Refusals;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.CharBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.http.ConnectionClosedException;
import org.apache.http.HttpException;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.client.HttpAsyncClient;
import org.apache.http.nio.client.methods.AsyncCharConsumer;
import org.apache.http.nio.client.methods.HttpAsyncMethods;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApacheAsyncTwins extends AsyncHttpClientContract {
    private final CloseableHttpAsyncClient client =
            HttpAsyncClients.custom().setMaxConnPerRoute(20).build();

    private enum Way {
        DIRECT,
        REFLECTION,
        METHOD_HANDLE
    }

    @BeforeEach
    void start() {
        client.start();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    @Override
    protected String get(String url) throws Exception {
        try {
            return text(client.execute(request(url), null));
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    @Override
    protected boolean accepts(String host) {
        return isReadByTheJdk(host);
    }

    @Override
    protected Runnable ask(String url, Duration patience, BiConsumer<String, Throwable> told) {
        final HttpGet request = request(url);
        request.setConfig(RequestConfig.custom()
                .setSocketTimeout((int) patience.toMillis())
                .build());
        final Future<HttpResponse> answer = client.execute(request, new FutureCallback<>() {
            @Override
            public void completed(HttpResponse result) {
                try {
                    told.accept(EntityUtils.toString(result.getEntity()), null);
                } catch (IOException e) {
                    told.accept(null, e);
                }
            }

            @Override
            public void failed(Exception e) {
                told.accept(null, e);
            }

            @Override
            public void cancelled() {
                told.accept(null, new CancellationException());
            }
        });
        return () -> answer.cancel(true);
    }

    @Override
    protected Class<? extends Exception> refusal() {
        return HttpException.class;
    }

    @Override
    protected CompletableFuture<?> stream(String url, Consumer<String> piece) {
        final CompletableFuture<Void> end = new CompletableFuture<>();
        client.execute(
                HttpAsyncMethods.createGet(url),
                new AsyncCharConsumer<Void>() {
                    @Override
                    protected void onResponseReceived(HttpResponse response) {}

                    @Override
                    protected void onCharReceived(CharBuffer text, IOControl control) {
                        piece.accept(text.toString());
                    }

                    @Override
                    protected Void buildResult(HttpContext context) {
                        end.complete(null);
                        return null;
                    }
                },
                null);
        return end;
    }

    @Override
    protected boolean endsBeforeItsBody() {
        return false;
    }

    @Override
    protected boolean survivesAClosedConnection() {
        // With HttpCore 4.4.1 the client's own thread ends with a NoSuchMethodError for this constructor.
        return Stream.of(ConnectionClosedException.class.getConstructors())
                .anyMatch(constructor -> constructor.getParameterCount() == 0);
    }

    private static HttpGet request(String url) {
        return new HttpGet(url);
    }

    /** What came back; a failure of the protocol as the classic client tells it. */
    private static String text(Future<HttpResponse> answer) throws Throwable {
        try {
            return EntityUtils.toString(Refusals.get(answer).getEntity());
        } catch (HttpException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Test
    void shouldFailTheFutureWithTheRefusalToo() {
        final Future<HttpResponse> future = client.execute(request(server.denied("/")), null);

        assertThat(catchThrowable(() -> future.get(20, TimeUnit.SECONDS))).hasCauseInstanceOf(HttpException.class);
    }

    @Test
    void shouldGuardTheMinimalClient() throws Throwable {
        try (CloseableHttpAsyncClient minimal = HttpAsyncClients.createMinimal()) {
            minimal.start();
            assertGuarded(url -> text(minimal.execute(request(url), null)));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardExecuteHoweverItIsCalled(Way way) throws Throwable {
        final IOException refusal = assertGuarded(url -> text(execute(way, request(url))));

        assertThat(refusal).hasCauseInstanceOf(HttpException.class);
    }

    @SuppressWarnings("unchecked")
    private Future<HttpResponse> execute(Way way, HttpUriRequest request) throws Throwable {
        return switch (way) {
            case DIRECT -> client.execute(request, null);
            case REFLECTION ->
                (Future<HttpResponse>) HttpAsyncClient.class
                        .getMethod("execute", HttpUriRequest.class, FutureCallback.class)
                        .invoke(client, request, null);
            case METHOD_HANDLE ->
                (Future<HttpResponse>) MethodHandles.lookup()
                        .findVirtual(
                                HttpAsyncClient.class,
                                "execute",
                                MethodType.methodType(Future.class, HttpUriRequest.class, FutureCallback.class))
                        .invoke(client, request, (FutureCallback<HttpResponse>) null);
        };
    }

    @Test
    void shouldCarryTheAgentsContextToAConsumerOfTheStream() throws Throwable {
        final CompletableFuture<Future<HttpResponse>> second = new CompletableFuture<>();
        final Future<String> first = AgentWork.inSession(
                "s-stream",
                () -> client.execute(
                        HttpAsyncMethods.createGet(server.allowed("/first")),
                        new AsyncCharConsumer<String>() {
                            @Override
                            protected void onResponseReceived(HttpResponse response) {}

                            @Override
                            protected void onCharReceived(CharBuffer text, IOControl control) {
                                second.complete(client.execute(request(server.allowed("/from-stream")), null));
                            }

                            @Override
                            protected String buildResult(HttpContext context) {
                                return "read";
                            }
                        },
                        null));

        assertThat(Refusals.get(first)).isEqualTo("read");
        assertThat(text(Refusals.get(second))).isEqualTo("hello");
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d -> d.path("arguments").asText())
                .containsExactly("{}", "/first", "/from-stream");
        assertThat(decisions.get(2).path("session").asText()).isEqualTo("s-stream");
        assertThat(decisions.get(2).path("parent").asLong())
                .isEqualTo(decisions.get(1).path("call").asLong());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRecordTheOutcomeOfACallThatIsGivenUpWhileItWaitsForAConnection(boolean abort) throws Throwable {
        final CountDownLatch arrived = new CountDownLatch(1);
        server.serve("/never", exchange -> arrived.countDown());
        try (CloseableHttpAsyncClient narrow =
                HttpAsyncClients.custom().setMaxConnPerRoute(1).build()) {
            narrow.start();
            final Future<HttpResponse> first = narrow.execute(request(server.allowed("/never")), null);
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            final HttpUriRequest waiting = request(server.allowed("/waiting"));
            final Future<HttpResponse> second = narrow.execute(waiting, null);

            if (abort) {
                waiting.abort();
            } else {
                second.cancel(true);
            }

            assertThat(second.isCancelled()).isTrue();
            final JsonNode decision = recorded.decisions().get(1);
            assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("cancelled");
            assertThat(recorded.outcomes(decision)).isEqualTo(1);
            first.cancel(true);
        }
    }

    @Test
    void shouldEndEachHopOfARedirectByItself() throws Exception {
        assertThat(get(server.allowed("/to-allowed"))).isEqualTo("hello");

        assertThat(recorded.decisions("http")).hasSize(2);
        for (JsonNode decision : recorded.decisions()) {
            assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("ok");
            assertThat(recorded.outcomes(decision)).isEqualTo(1);
        }
    }

    @Test
    void shouldRecordAHopThatARefusedRedirectFollowsAsDone() {
        Refusals.assertRefused(() -> get(server.allowed("/to-denied")));

        assertThat(recorded.decisions())
                .extracting(d -> d.path("category").asText()
                        + ' '
                        + recorded.outcome(d).path("outcome").asText())
                .containsExactly("http ok", "http refused");
    }
}
