package dev.remit.it.apachehttp4;

import java.io.IOException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.protocol.HttpContext;

/** A client of the application's own, which has another do what it is asked for. */
class CloseableHttpClientOf extends CloseableHttpClient {
    private final CloseableHttpClient client;

    CloseableHttpClientOf(CloseableHttpClient client) {
        this.client = client;
    }

    @Override
    protected CloseableHttpResponse doExecute(HttpHost target, HttpRequest request, HttpContext context)
            throws IOException {
        return client.execute(target, request, context);
    }

    @Override
    public void close() {}

    @Override
    @Deprecated
    public org.apache.http.params.HttpParams getParams() {
        return client.getParams();
    }

    @Override
    @Deprecated
    public org.apache.http.conn.ClientConnectionManager getConnectionManager() {
        return client.getConnectionManager();
    }
}
