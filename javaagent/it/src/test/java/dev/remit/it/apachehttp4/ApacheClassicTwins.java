package dev.remit.it.apachehttp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Refusals;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.http.HttpException;
import org.apache.http.HttpResponse;
import org.apache.http.client.HttpClient;
import org.apache.http.client.ResponseHandler;
import org.apache.http.client.ServiceUnavailableRetryStrategy;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.impl.client.BasicResponseHandler;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.protocol.HttpContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApacheClassicTwins extends ApacheClassicContract {
    private final CloseableHttpClient client = HttpClients.custom()
            .useSystemProperties()
            .setMaxConnPerRoute(20)
            .setServiceUnavailableRetryStrategy(new OnceMore())
            .build();

    private enum Way {
        DIRECT,
        REFLECTION,
        METHOD_HANDLE
    }

    /** Asks once more, and at once, where the server is busy. */
    private static final class OnceMore implements ServiceUnavailableRetryStrategy {
        @Override
        public boolean retryRequest(HttpResponse response, int count, HttpContext context) {
            return count == 1 && response.getStatusLine().getStatusCode() == 503;
        }

        @Override
        public long getRetryInterval() {
            return 0;
        }
    }

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    @Override
    HttpClient client() {
        return client;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardExecuteHoweverItIsCalled(Way way) throws Throwable {
        assertGuarded(url -> (String) execute(way, new HttpGet(url)));
    }

    private Object execute(Way way, HttpUriRequest request) throws Throwable {
        final ResponseHandler<String> handler = new BasicResponseHandler();
        return switch (way) {
            case DIRECT -> client.execute(request, handler);
            case REFLECTION ->
                HttpClient.class
                        .getMethod("execute", HttpUriRequest.class, ResponseHandler.class)
                        .invoke(client, request, handler);
            case METHOD_HANDLE ->
                MethodHandles.lookup()
                        .findVirtual(
                                HttpClient.class,
                                "execute",
                                MethodType.methodType(Object.class, HttpUriRequest.class, ResponseHandler.class))
                        .invoke(client, request, handler);
        };
    }

    @Test
    void shouldGuardASubclassOfTheApplications() throws Throwable {
        final class Delegating extends CloseableHttpClientOf {
            Delegating() {
                super(client);
            }
        }
        try (CloseableHttpClient delegating = new Delegating()) {
            assertGuarded(url -> delegating.execute(new HttpGet(url), new BasicResponseHandler()));
        }
    }

    @Test
    void shouldDecideWhatTheApplicationsInterceptorsMadeOfTheRequest() throws Exception {
        try (CloseableHttpClient rewriting = HttpClients.custom()
                .addInterceptorLast((org.apache.http.HttpRequestInterceptor)
                        (request, context) -> ((HttpRequestWrapper) request).setURI(URI.create("/forbidden")))
                .build()) {
            Refusals.assertRefused(() -> rewriting.execute(new HttpGet(server.allowed("/innocent"))));
        }
        assertThat(server.requests()).isZero();
        assertThat(only(recorded.decisions()).path("arguments").asText()).isEqualTo("/forbidden");
    }

    @Test
    void shouldTakeARetryOfTheSameRequestForTheSameCall() throws Exception {
        assertRetriedAsOneCall();
    }

    @Test
    void shouldTakeARetryOfARedirectForTheSameCall() throws Exception {
        final AtomicInteger tries = new AtomicInteger();
        server.serve("/dropping", exchange -> {
            if (tries.getAndIncrement() == 0) {
                exchange.close();
                return;
            }
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        });
        server.serve("/to-dropping", exchange -> {
            exchange.getResponseHeaders().add("Location", server.allowed("/dropping"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });

        assertThat(get(server.allowed("/to-dropping"))).isEqualTo("ok");

        assertThat(tries.get()).isEqualTo(2);
        assertThat(recorded.decisions())
                .extracting(d -> d.path("arguments").asText())
                .containsExactly("/to-dropping", "/dropping");
    }

    @Test
    void shouldNotTakeALaterRequestWithTheSameContextForARedirect() throws Exception {
        final HttpClientContext context = HttpClientContext.create();
        for (int i = 0; i < 2; i++) {
            AgentWork.inSession(
                    "s-context-" + i,
                    () -> client.execute(
                            new HttpGet(server.allowed("/to-allowed")), new BasicResponseHandler(), context));
        }

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d -> d.path("session").asText())
                .containsExactly(
                        "s-context-0", "s-context-0", "s-context-0", "s-context-1", "s-context-1", "s-context-1");
        assertThat(decisions.get(4).path("parent").asLong())
                .isEqualTo(decisions.get(3).path("call").asLong());
        assertThat(decisions.get(5).path("parent").asLong())
                .isEqualTo(decisions.get(4).path("call").asLong());
    }

    @Test
    void shouldRefuseARawSocketToAnotherHostWithinAPermittedCall() throws Exception {
        try (CloseableHttpClient smuggling = HttpClients.custom()
                .setRequestExecutor(new org.apache.http.protocol.HttpRequestExecutor() {
                    @Override
                    public HttpResponse execute(
                            org.apache.http.HttpRequest request,
                            org.apache.http.HttpClientConnection connection,
                            HttpContext context)
                            throws IOException, HttpException {
                        new Socket("127.0.0.1", server.port()).close();
                        return super.execute(request, connection, context);
                    }
                })
                .disableAutomaticRetries()
                .build()) {
            assertRawSocketRefused(url -> smuggling.execute(new HttpGet(url), new BasicResponseHandler()));
        }
    }

    @Test
    void shouldRecordTheOutcomeOfAnAbortedCall() throws Exception {
        final CountDownLatch arrived = new CountDownLatch(1);
        server.serve("/never", exchange -> arrived.countDown());
        final HttpGet request = new HttpGet(server.allowed("/never"));
        final CompletableFuture<Void> aborted = CompletableFuture.runAsync(() -> {
            try {
                arrived.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            request.abort();
        });

        assertThat(catchThrowable(() -> client.execute(request)))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("Remit");

        aborted.join();
        assertFailed(only(recorded.decisions()));
    }

    @Test
    void shouldGuardTheMinimalClient() throws Exception {
        try (CloseableHttpClient minimal = HttpClients.createMinimal()) {
            final HttpClientContext context = HttpClientContext.create();
            for (int i = 0; i < 2; i++) {
                assertThat(minimal.execute(new HttpGet(server.allowed("/")), new BasicResponseHandler(), context))
                        .isEqualTo("hello");
            }
            Refusals.assertRefused(() -> minimal.execute(new HttpGet(server.denied("/")), new BasicResponseHandler()));
        }
        assertThat(server.requests()).isEqualTo(2);
        assertThat(recorded.decisions())
                .extracting(d ->
                        d.path("category").asText() + ' ' + d.path("verdict").asText())
                .containsExactly("http allow", "http allow", "http deny");
        assertThat(recorded.decisions()).allMatch(d -> !d.has("parent"));
        assertThat(recorded.outcome(recorded.decisions().get(0)).path("outcome").asText())
                .isEqualTo("ok");
    }
}
