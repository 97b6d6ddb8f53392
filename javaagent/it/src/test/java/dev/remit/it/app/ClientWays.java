package dev.remit.it.app;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;

/** Each HTTP client that the guard knows, as an application uses it: with credentials, and following redirects if it can. */
final class ClientWays implements AutoCloseable {
    /** One way of asking. */
    @FunctionalInterface
    interface Way {
        /** @param own the application's own {@code Remit-Task}, or null for none */
        void ask(String url, String own) throws Exception;
    }

    private static final String HEADER = "Remit-Task";
    private static final String USER = "it";
    private static final String PASSWORD = "changeit";
    private static final Authenticator AUTHENTICATOR = new Authenticator() {
        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(USER, PASSWORD.toCharArray());
        }
    };

    private final HttpClient jdk = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .authenticator(AUTHENTICATOR)
            .build();
    private final OkHttpClient okHttp = new OkHttpClient.Builder()
            .authenticator((route, response) -> response.request()
                    .newBuilder()
                    .header("Authorization", Credentials.basic(USER, PASSWORD))
                    .build())
            .build();
    private final CloseableHttpClient classic;
    private final CloseableHttpClient minimal = HttpClients.createMinimal();
    private final CloseableHttpAsyncClient async;
    private final CloseableHttpAsyncClient minimalAsync = HttpAsyncClients.createMinimal();
    private final Apache4Ways apache4 = new Apache4Ways(USER, PASSWORD);

    private final reactor.netty.http.client.HttpClient reactive = reactor.netty.http.client.HttpClient.create();
    private final org.eclipse.jetty.client.HttpClient jetty = new org.eclipse.jetty.client.HttpClient();
    private final Vertx vertx = Vertx.vertx();

    ClientWays() throws Exception {
        final BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        credentials.setCredentials(
                new AuthScope(null, -1), new UsernamePasswordCredentials(USER, PASSWORD.toCharArray()));
        classic =
                HttpClients.custom().setDefaultCredentialsProvider(credentials).build();
        async = HttpAsyncClients.custom()
                .setDefaultCredentialsProvider(credentials)
                .build();
        async.start();
        minimalAsync.start();
        // The proxy of the system's properties, which Jetty does not read.
        jetty.getProxyConfiguration().addProxy(new HttpProxy("localhost", Integer.getInteger("https.proxyPort")) {
            @Override
            public boolean matches(Origin origin) {
                return origin.getScheme().equals("https");
            }
        });
        jetty.start();
        Authenticator.setDefault(AUTHENTICATOR);
    }

    /** Those that follow redirects and answer a challenge, by their names. */
    Map<String, Way> full() {
        final Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("jdk", (url, own) -> jdk.send(jdkRequest(url, own), BodyHandlers.discarding()));
        ways.put(
                "jdk-async",
                (url, own) -> jdk.sendAsync(jdkRequest(url, own), BodyHandlers.discarding())
                        .get());
        ways.put("urlconnection", (url, own) -> urlConnection(url, own, null));
        ways.put("urlconnection-post", (url, own) -> urlConnection(url, own, new byte[] {'x'}));
        ways.put(
                "okhttp",
                (url, own) -> okHttp.newCall(okHttpRequest(url, own)).execute().close());
        ways.put("okhttp-enqueue", this::enqueue);
        ways.put("apache", (url, own) -> classic.execute(apacheRequest(url, own), response -> null));
        ways.put(
                "apache-async",
                (url, own) -> async.execute(apacheAsyncRequest(url, own), null).get());
        apache4.full(ways);
        ways.put("jetty", this::jetty);
        return ways;
    }

    /** Those that don't. */
    Map<String, Way> minimal() {
        final Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("apache-minimal", (url, own) -> minimal.execute(apacheRequest(url, own), response -> null));
        ways.put(
                "apache-minimal-async",
                (url, own) ->
                        minimalAsync.execute(apacheAsyncRequest(url, own), null).get());
        apache4.minimal(ways);
        ways.put(
                "reactor-netty",
                (url, own) -> reactive.headers(headers -> {
                            if (own != null) {
                                headers.set(HEADER, own);
                            }
                        })
                        .get()
                        .uri(url)
                        .response()
                        .block());
        ways.put("vertx", this::vertx);
        return ways;
    }

    private static HttpRequest jdkRequest(String url, String own) {
        final HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        return (own == null ? request : request.header(HEADER, own)).build();
    }

    private static void urlConnection(String url, String own, byte[] body) throws IOException {
        final HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
        if (own != null) {
            connection.setRequestProperty(HEADER, own);
        }
        if (body != null) {
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        try (InputStream in = connection.getInputStream()) {
            in.readAllBytes();
        }
    }

    private static Request okHttpRequest(String url, String own) {
        final Request.Builder request = new Request.Builder().url(url);
        return (own == null ? request : request.header(HEADER, own)).build();
    }

    private void enqueue(String url, String own) throws Exception {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        okHttp.newCall(okHttpRequest(url, own)).enqueue(new Callback() {
            @Override
            public void onResponse(Call call, Response response) {
                response.close();
                done.complete(null);
            }

            @Override
            public void onFailure(Call call, IOException e) {
                done.completeExceptionally(e);
            }
        });
        done.get();
    }

    private static HttpGet apacheRequest(String url, String own) {
        final HttpGet request = new HttpGet(url);
        if (own != null) {
            request.setHeader(HEADER, own);
        }
        return request;
    }

    private static SimpleHttpRequest apacheAsyncRequest(String url, String own) {
        final SimpleRequestBuilder request = SimpleRequestBuilder.get(url);
        return (own == null ? request : request.setHeader(HEADER, own)).build();
    }

    private void vertx(String url, String own) throws Exception {
        final RequestOptions request = new RequestOptions().setAbsoluteURI(url);
        if (own != null) {
            request.putHeader(HEADER, own);
        }
        vertx.createHttpClient()
                .request(request)
                .compose(HttpClientRequest::send)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private void jetty(String url, String own) throws Exception {
        jetty.getAuthenticationStore()
                .addAuthentication(new BasicAuthentication(
                        URI.create(url).resolve("/"), BasicAuthentication.ANY_REALM, USER, PASSWORD));
        jetty.newRequest(url)
                .headers(headers -> {
                    if (own != null) {
                        headers.put(HEADER, own);
                    }
                })
                .send();
    }

    @Override
    public void close() throws IOException {
        classic.close();
        vertx.close();
        minimal.close();
        async.close();
        minimalAsync.close();
        apache4.close();
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
        okHttp.dispatcher().executorService().shutdown();
        okHttp.connectionPool().evictAll();
    }
}
