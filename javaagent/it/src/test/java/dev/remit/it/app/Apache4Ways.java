package dev.remit.it.app;

import java.io.IOException;
import java.util.Map;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.HttpClient;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.util.EntityUtils;

/** The clients of Apache HttpClient 4, whose names are those of version 5. */
@SuppressWarnings("deprecation") // DefaultHttpClient is
final class Apache4Ways implements AutoCloseable {
    private final CloseableHttpClient classic;
    private final CloseableHttpClient minimal = HttpClients.createMinimal();
    private final DefaultHttpClient legacy = new DefaultHttpClient();
    private final CloseableHttpAsyncClient async;
    private final CloseableHttpAsyncClient minimalAsync = HttpAsyncClients.createMinimal();

    Apache4Ways(String user, String password) {
        final BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        credentials.setCredentials(AuthScope.ANY, new UsernamePasswordCredentials(user, password));
        classic =
                HttpClients.custom().setDefaultCredentialsProvider(credentials).build();
        async = HttpAsyncClients.custom()
                .setDefaultCredentialsProvider(credentials)
                .build();
        legacy.setCredentialsProvider(credentials);
        async.start();
        minimalAsync.start();
    }

    /** Adds those that follow redirects and answer a challenge. */
    void full(Map<String, ClientWays.Way> ways) {
        ways.put("apache4", (url, own) -> ask(classic, url, own));
        ways.put("apache4-legacy", (url, own) -> ask(legacy, url, own));
        ways.put("apache4-async", (url, own) -> ask(async, url, own));
    }

    /** Adds those that don't. */
    void minimal(Map<String, ClientWays.Way> ways) {
        ways.put("apache4-minimal", (url, own) -> ask(minimal, url, own));
        ways.put("apache4-minimal-async", (url, own) -> ask(minimalAsync, url, own));
    }

    private static void ask(HttpClient client, String url, String own) throws IOException {
        EntityUtils.consume(client.execute(request(url, own)).getEntity());
    }

    private static void ask(CloseableHttpAsyncClient client, String url, String own) throws Exception {
        client.execute(request(url, own), null).get();
    }

    private static HttpGet request(String url, String own) {
        final HttpGet request = new HttpGet(url);
        if (own != null) {
            request.setHeader("Remit-Task", own);
        }
        return request;
    }

    @Override
    public void close() throws IOException {
        classic.close();
        minimal.close();
        legacy.close();
        async.close();
        minimalAsync.close();
    }
}
