package dev.remit.bench.calls;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** {@code HttpClient.send}. */
final class JdkHttpGet implements Call {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;

    JdkHttpGet(URI uri) {
        request = HttpRequest.newBuilder(uri).build();
    }

    @Override
    public boolean make() throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
