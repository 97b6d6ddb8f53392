package dev.remit.it.apachehttp5;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.HttpClientContract;
import dev.remit.it.Refusals;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApacheAsyncTwins extends HttpClientContract {
    private final CloseableHttpAsyncClient client = HttpAsyncClients.createDefault();

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
            return Refusals.get(client.execute(request(url), null)).getBodyText();
        } catch (HttpException e) {
            // What the classic client makes of it too.
            throw new IOException(e.getMessage(), e);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    @Override
    protected boolean accepts(String host) {
        try {
            return new URI("http://" + host + ":1/").getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static SimpleHttpRequest request(String url) {
        return SimpleRequestBuilder.get(url).build();
    }

    @Test
    void shouldFailFutureAndCallbackWithTheRefusal() {
        final CompletableFuture<Exception> failed = new CompletableFuture<>();
        final Future<SimpleHttpResponse> future = client.execute(request(server.denied("/")), callback(failed));

        assertThat(failed.orTimeout(20, TimeUnit.SECONDS).join())
                .isInstanceOf(HttpException.class)
                .hasMessageContaining("Remit refused this call");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> future.get(20, TimeUnit.SECONDS)))
                .hasCauseInstanceOf(HttpException.class);
        assertThat(server.requests()).isZero();
        assertThat(recorded.decisions()).hasSize(1);
    }

    private static FutureCallback<SimpleHttpResponse> callback(CompletableFuture<Exception> failed) {
        return new FutureCallback<>() {
            @Override
            public void completed(SimpleHttpResponse result) {
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
        final List<Future<SimpleHttpResponse>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final String session = prefix + i;
            answers.add(AgentWork.inSession(
                    session, () -> client.execute(request(server.allowed("/" + session)), null)));
        }
        for (Future<SimpleHttpResponse> answer : answers) {
            assertThat(Refusals.get(answer).getBodyText()).isEqualTo("hello");
        }
        assertContextsApart(count);
    }

    @Test
    void shouldCarryTheAgentsContextToItsCallback() throws Throwable {
        final CompletableFuture<Future<SimpleHttpResponse>> second = new CompletableFuture<>();
        AgentWork.inSession(
                "s-callback",
                () -> client.execute(request(server.allowed("/first")), new FutureCallback<>() {
                    @Override
                    public void completed(SimpleHttpResponse result) {
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

        assertThat(Refusals.get(Refusals.get(second)).getBodyText()).isEqualTo("hello");
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
        final Future<SimpleHttpResponse> answer = client.execute(request(server.allowed("/never")), null);
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

        answer.cancel(true);

        final JsonNode decision = only(recorded.decisions());
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("cancelled");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    /** As when {@code execute} sets what it waits for behind the reactor's thread, which has begun the exchange already. */
    @Test
    void shouldRecordTheOutcomeOfACallWhoseCancellationTheClientForgets() throws Exception {
        final CountDownLatch arrived = new CountDownLatch(1);
        server.serve("/never", exchange -> arrived.countDown());
        final AtomicReference<CancellableDependency> dependency = new AtomicReference<>();
        try (CloseableHttpAsyncClient forgetful = HttpAsyncClients.custom()
                .addExecInterceptorFirst("forgets", (request, entity, scope, chain, callback) -> {
                    dependency.set(scope.cancellableDependency);
                    chain.proceed(request, entity, scope, callback);
                })
                .build()) {
            forgetful.start();
            final Future<SimpleHttpResponse> answer = forgetful.execute(request(server.allowed("/never")), null);
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            dependency.get().setDependency(() -> false);

            answer.cancel(true);

            assertThat(recorded.outcome(only(recorded.decisions()))
                            .path("outcome")
                            .asText())
                    .isEqualTo("cancelled");
            forgetful.close(CloseMode.IMMEDIATE);
        }
        assertThat(recorded.outcomes(only(recorded.decisions()))).isEqualTo(1);
    }

    @Test
    void shouldGuardTheMinimalClient() throws Throwable {
        try (CloseableHttpAsyncClient minimal = HttpAsyncClients.createMinimal()) {
            minimal.start();
            assertThat(Refusals.get(minimal.execute(request(server.allowed("/")), null))
                            .getBodyText())
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
}
