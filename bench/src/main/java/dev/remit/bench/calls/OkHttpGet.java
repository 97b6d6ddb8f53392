package dev.remit.bench.calls;

import java.io.IOException;
import java.net.URI;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** {@code Call.execute}. */
final class OkHttpGet implements Call {
    private final OkHttpClient client = new OkHttpClient();
    private final Request request;

    OkHttpGet(URI uri) {
        request = new Request.Builder().url(uri.toString()).build();
    }

    @Override
    public boolean make() {
        try (Response response = client.newCall(request).execute()) {
            return response.body() != null && response.body().bytes().length > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
