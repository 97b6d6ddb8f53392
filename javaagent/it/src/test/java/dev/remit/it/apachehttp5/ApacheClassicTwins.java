package dev.remit.it.apachehttp5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.HttpClientContract;
import dev.remit.it.Refusals;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.BasicHttpClientResponseHandler;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.util.TimeValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApacheClassicTwins extends HttpClientContract {
    /** As the client's own, and at once. */
    static final HttpRequestRetryStrategy ONCE_MORE =
            new DefaultHttpRequestRetryStrategy(1, TimeValue.ofMilliseconds(1));

    private final CloseableHttpClient client = HttpClients.custom()
            .useSystemProperties()
            .setRetryStrategy(ONCE_MORE)
            .build();

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
        return isReadByTheJdk(host);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardExecuteHoweverItIsCalled(Way way) throws Throwable {
        final IOException refusal = assertGuarded(url -> (String) execute(way, new HttpGet(url)));

        // As the client tells every failure of the protocol.
        assertThat(refusal).hasCauseInstanceOf(HttpException.class);
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
        assertRetriedAsOneCall();
    }

    @Test
    void shouldGuardTheMinimalClient() throws Throwable {
        try (CloseableHttpClient minimal = HttpClients.createMinimal()) {
            assertGuarded(url -> minimal.execute(new HttpGet(url), new BasicHttpClientResponseHandler()));
        }
    }
}
