package dev.remit.it.apachehttp5;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.HttpClientContract;
import dev.remit.it.Refusals;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.BasicHttpClientResponseHandler;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApacheClassicTwins extends HttpClientContract {
    private final CloseableHttpClient client =
            HttpClients.custom().useSystemProperties().build();

    private enum Way {
        DIRECT,
        REFLECTION,
        METHOD_HANDLE
    }

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    @Override
    protected String get(String url) throws Exception {
        return client.execute(new HttpGet(url), new BasicHttpClientResponseHandler());
    }

    @Override
    protected boolean accepts(String host) {
        try {
            return new URI("http://" + host + ":1/").getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardExecuteHoweverItIsCalled(Way way) throws Throwable {
        assertThat(execute(way, new HttpGet(server.allowed("/")))).isEqualTo("hello");
        final IOException refusal = Refusals.assertRefused(() -> execute(way, new HttpGet(server.denied("/"))));

        // As the client tells every failure of the protocol; not retried.
        assertThat(refusal).hasCauseInstanceOf(HttpException.class);
        assertThat(server.requests()).isEqualTo(1);
        assertThat(recorded.decisions())
                .extracting(d -> d.path("verdict").asText())
                .containsExactly("allow", "deny");
    }

    private Object execute(Way way, ClassicHttpRequest request) throws Throwable {
        final HttpClientResponseHandler<String> handler = new BasicHttpClientResponseHandler();
        return switch (way) {
            case DIRECT -> client.execute(request, handler);
            case REFLECTION ->
                HttpClient.class
                        .getMethod("execute", ClassicHttpRequest.class, HttpClientResponseHandler.class)
                        .invoke(client, request, handler);
            case METHOD_HANDLE ->
                MethodHandles.lookup()
                        .findVirtual(
                                HttpClient.class,
                                "execute",
                                MethodType.methodType(
                                        Object.class, ClassicHttpRequest.class, HttpClientResponseHandler.class))
                        .invoke(client, request, handler);
        };
    }

    @Test
    void shouldDecideWhereARequestGoesAndNotWhatItsAuthorityClaims() {
        Refusals.assertRefused(() -> client.execute(
                new HttpHost("http", "127.0.0.1", server.port()),
                new HttpGet(server.allowed("/")),
                new BasicHttpClientResponseHandler()));

        assertThat(server.requests()).isZero();
    }

    @Test
    void shouldTakeARetryOfTheSameRequestForTheSameCall() throws Exception {
        final AtomicInteger tries = new AtomicInteger();
        server.serve("/busy", exchange -> {
            if (tries.getAndIncrement() == 0) {
                exchange.getResponseHeaders().add("Retry-After", "0");
                exchange.sendResponseHeaders(503, -1);
            } else {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write(new byte[] {'o', 'k'});
            }
            exchange.close();
        });

        assertThat(get(server.allowed("/busy"))).isEqualTo("ok");

        assertThat(server.requests()).isEqualTo(2);
        assertThat(recorded.outcomes(only(recorded.decisions()))).isEqualTo(1);
    }

    @Test
    void shouldGuardTheMinimalClient() throws Exception {
        try (CloseableHttpClient minimal = HttpClients.createMinimal()) {
            assertThat(minimal.execute(new HttpGet(server.allowed("/")), new BasicHttpClientResponseHandler()))
                    .isEqualTo("hello");
            Refusals.assertRefused(
                    () -> minimal.execute(new HttpGet(server.denied("/")), new BasicHttpClientResponseHandler()));
        }
        assertThat(server.requests()).isEqualTo(1);
        assertThat(recorded.decisions())
                .extracting(d ->
                        d.path("category").asText() + ' ' + d.path("verdict").asText())
                .containsExactly("http allow", "http deny");
        final JsonNode allowed = recorded.decisions().get(0);
        assertThat(recorded.outcome(allowed).path("outcome").asText()).isEqualTo("ok");
    }
}
