package dev.remit.it.httpurlconnection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.HttpClientContract;
import dev.remit.it.Refusals;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpUrlConnectionTwins extends HttpClientContract {
    private enum Way {
        DIRECT,
        REFLECTION,
        METHOD_HANDLE
    }

    @Override
    protected String get(String url) throws Exception {
        try (InputStream in = new URL(url).openStream()) {
            return text(in);
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardGetInputStreamHoweverItIsCalled(Way way) throws Throwable {
        assertGuarded(url -> text(open(way, new URL(url).openConnection())));
    }

    private static InputStream open(Way way, URLConnection connection) throws Throwable {
        return switch (way) {
            case DIRECT -> connection.getInputStream();
            case REFLECTION ->
                (InputStream) URLConnection.class.getMethod("getInputStream").invoke(connection);
            case METHOD_HANDLE ->
                (InputStream) MethodHandles.lookup()
                        .findVirtual(URLConnection.class, "getInputStream", MethodType.methodType(InputStream.class))
                        .invoke(connection);
        };
    }

    @Test
    void shouldTakeConnectAndAnswerForOneCall() throws IOException {
        final HttpURLConnection connection = connection(server.allowed("/"));
        connection.connect();
        assertThat(connection.getResponseCode()).isEqualTo(200);
        assertThat(text(connection.getInputStream())).isEqualTo("hello");

        final JsonNode decision = only(recorded.decisions());
        assertThat(decision.path("category").asText()).isEqualTo("http");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnExplicitConnect() throws IOException {
        final HttpURLConnection connection = connection(server.denied("/"));

        Refusals.assertRefused(connection::connect);

        assertThat(only(recorded.decisions()).path("category").asText()).isEqualTo("http");
    }

    @Test
    void shouldRecordAPostAsOne() throws IOException {
        assertThat(post(server.allowed("/"))).isEqualTo("hello");

        assertThat(only(recorded.decisions()).path("action").asText()).isEqualTo("Remit::Action::\"POST\"");
    }

    @Test
    void shouldRefuseAPostBeforeItsBodyIsTaken() {
        Refusals.assertRefused(() -> post(server.denied("/")));

        assertThat(server.requests()).isZero();
        assertThat(recorded.decisions()).hasSize(1);
    }

    @Test
    void shouldRefuseOnceHoweverOftenTheAnswerIsAskedFor() throws IOException {
        final HttpURLConnection connection = connection(server.denied("/"));

        Refusals.assertRefused(connection::getResponseCode);
        Refusals.assertRefused(connection::getInputStream);

        assertThat(server.requests()).isZero();
    }

    private static HttpURLConnection connection(String url) throws IOException {
        return (HttpURLConnection) new URL(url).openConnection();
    }

    private static String post(String url) throws IOException {
        final HttpURLConnection connection = connection(url);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.getOutputStream().write("body".getBytes(StandardCharsets.UTF_8));
        return text(connection.getInputStream());
    }
}
