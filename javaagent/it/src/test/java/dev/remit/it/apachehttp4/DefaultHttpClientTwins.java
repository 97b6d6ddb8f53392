package dev.remit.it.apachehttp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import org.apache.http.NoHttpResponseException;
import org.apache.http.client.HttpClient;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.conn.PoolingClientConnectionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client that version 4.3 deprecated. */
@SuppressWarnings("deprecation")
class DefaultHttpClientTwins extends ApacheClassicContract {
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
    HttpClient client() {
        return client;
    }

    @Test
    void shouldRecordHowAnExchangeFailedAfterItHadConnected() {
        server.serve("/dropping", HttpExchange::close);

        assertThat(catchThrowable(() -> get(server.allowed("/dropping")))).isInstanceOf(NoHttpResponseException.class);

        assertThat(assertFailed(only(recorded.decisions())).path("error").asText())
                .isEqualTo("org.apache.http.NoHttpResponseException");
    }
}
