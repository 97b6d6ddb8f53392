package dev.remit.it.apachehttp4;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Refusals;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpException;
import org.apache.http.HttpResponse;
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

class ApacheAsyncTwins extends ApacheContract {
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
        } catch (HttpException e) {
            // What the classic client makes of it too.
            throw new IOException(e.getMessage(), e);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private static HttpUriRequest request(String url) {
        return new HttpGet(url);
    }

    /** What came back; an answer that redirected or failed has none of interest. */
    private static String text(Future<HttpResponse> answer) throws Throwable {
        return EntityUtils.toString(Refusals.get(answer).getEntity());
    }

    @Test
    void shouldFailFutureAndCallbackWithTheRefusal() {
        final CompletableFuture<Exception> failed = new CompletableFuture<>();
        final Future<HttpResponse> future = client.execute(request(server.denied("/")), callback(failed));

        assertThat(failed.orTimeout(20, TimeUnit.SECONDS).join())
                .isInstanceOf(HttpException.class)
                .hasMessageContaining("Remit refused this call");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> future.get(20, TimeUnit.SECONDS)))
                .hasCauseInstanceOf(HttpException.class);
        assertThat(server.requests()).isZero();
        assertThat(recorded.decisions()).hasSize(1);
    }

    private static FutureCallback<HttpResponse> callback(CompletableFuture<Exception> failed) {
        return new FutureCallback<>() {
            @Override
            public void completed(HttpResponse result) {
                failed.completeExceptionally(new AssertionError("answered"));
            }

            @Override
            public void failed(Exception e) {
                failed.complete(e);
            }

            @Override
            public void cancelled() {
                failed.completeExceptionally(new AssertionError("cancelled"));
            }
        };
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

        // More calls than connections: most wait for one, which another call's thread gives back.
        final int count = 100;
        final List<Future<HttpResponse>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final String session = prefix + i;
            answers.add(AgentWork.inSession(
                    session, () -> client.execute(request(server.allowed("/" + session)), null)));
        }
        for (Future<HttpResponse> answer : answers) {
            assertThat(text(answer)).isEqualTo("hello");
        }
        assertContextsApart(count);
    }

    @Test
    void shouldCarryTheAgentsContextToItsCallback() throws Throwable {
        final CompletableFuture<Future<HttpResponse>> second = new CompletableFuture<>();
        AgentWork.inSession(
                "s-callback",
                () -> client.execute(request(server.allowed("/first")), new FutureCallback<>() {
                    @Override
                    public void completed(HttpResponse result) {
                        second.complete(client.execute(request(server.allowed("/from-callback")), null));
                    }

                    @Override
                    public void failed(Exception e) {
                        second.completeExceptionally(e);
                    }

                    @Override
                    public void cancelled() {
                        second.cancel(false);
                    }
                }));

        assertThat(text(Refusals.get(second))).isEqualTo("hello");
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d -> d.path("arguments").asText())
                .containsExactly("{}", "/first", "/from-callback");
        assertThat(decisions.get(2).path("session").asText()).isEqualTo("s-callback");
        assertThat(decisions.get(2).path("principal").asText()).startsWith("Remit::Agent::");
        assertThat(decisions.get(2).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
    }

    @Test
    void shouldRecordTheOutcomeOfACancelledCall() throws Exception {
        final CountDownLatch arrived = new CountDownLatch(1);
        server.serve("/never", exchange -> arrived.countDown());
        final Future<HttpResponse> answer = client.execute(request(server.allowed("/never")), null);
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

        answer.cancel(true);

        final JsonNode decision = only(recorded.decisions());
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("cancelled");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    @Test
    void shouldGuardTheMinimalClient() throws Throwable {
        try (CloseableHttpAsyncClient minimal = HttpAsyncClients.createMinimal()) {
            minimal.start();
            assertThat(text(minimal.execute(request(server.allowed("/")), null)))
                    .isEqualTo("hello");
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> Refusals.get(minimal.execute(request(server.denied("/")), null))))
                    .isInstanceOf(HttpException.class)
                    .hasMessageContaining("Remit refused this call");
        }
        assertThat(server.requests()).isEqualTo(1);
        assertThat(recorded.decisions())
                .extracting(d ->
                        d.path("category").asText() + ' ' + d.path("verdict").asText())
                .containsExactly("http allow", "http deny");
        assertThat(recorded.outcome(recorded.decisions().get(0)).path("outcome").asText())
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardExecuteHoweverItIsCalled(Way way) throws Throwable {
        assertThat(text(execute(way, request(server.allowed("/"))))).isEqualTo("hello");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> Refusals.get(execute(way, request(server.denied("/"))))))
                .isInstanceOf(HttpException.class)
                .hasMessageContaining("Remit refused this call");

        assertThat(server.requests()).isEqualTo(1);
        assertThat(recorded.decisions())
                .extracting(d -> d.path("verdict").asText())
                .containsExactly("allow", "deny");
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
    void shouldRecordTheOutcomeOfACallThatFails() {
        server.serve("/dropping", exchange -> exchange.close());

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> get(server.allowed("/dropping"))))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("Remit");

        final JsonNode decision = only(recorded.decisions());
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
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
