package dev.remit.it.apachehttp4;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.Refusals;
import java.io.IOException;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.BasicResponseHandler;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.conn.PoolingClientConnectionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client that version 4.3 deprecated. */
@SuppressWarnings("deprecation")
class DefaultHttpClientTwins extends ApacheContract {
    private final PoolingClientConnectionManager connections = new PoolingClientConnectionManager();
    private final DefaultHttpClient client = new DefaultHttpClient(connections);

    @BeforeEach
    void connectOften() {
        connections.setDefaultMaxPerRoute(20);
    }

    @AfterEach
    void close() {
        connections.shutdown();
    }

    @Override
    protected int connects() {
        return TRIES;
    }

    @Override
    protected String get(String url) throws Exception {
        return client.execute(new HttpGet(url), new BasicResponseHandler());
    }

    @Test
    void shouldTellARefusalAsEveryFailureOfTheProtocol() {
        final IOException refusal = Refusals.assertRefused(() -> get(server.denied("/")));

        assertThat(refusal).hasCauseInstanceOf(HttpException.class);
        assertThat(recorded.decisions()).hasSize(1);
    }

    @Test
    void shouldDecideWhereARequestGoesAndNotWhatItsUrlClaims() {
        Refusals.assertRefused(
                () -> client.execute(new HttpHost("127.0.0.1", server.port()), new HttpGet(server.allowed("/"))));

        assertThat(server.requests()).isZero();
        assertThat(only(recorded.decisions()).path("category").asText()).isEqualTo("http");
    }

    @Test
    void shouldRecordTheOutcomeOfAnExchangeThatFailsAfterItHasConnected() {
        server.serve("/dropping", exchange -> exchange.close());

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> get(server.allowed("/dropping"))))
                .isInstanceOf(IOException.class);

        // It tries again, and each try is one of the same call.
        final JsonNode decision = only(recorded.decisions());
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("error");
        assertThat(recorded.outcome(decision).path("error").asText())
                .isEqualTo("org.apache.http.NoHttpResponseException");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }
}
