package dev.remit.it.azurekeyvault;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Context;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Key Vault's {@code GET /secrets/name/version}. It speaks HTTP, for which there is a transport: the SDK takes HTTPS addresses alone. */
final class KeyVaultStub implements AutoCloseable {
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile boolean challenging;

    /** Starts it without secrets. */
    KeyVaultStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(executor);
        server.start();
    }

    /** Adds a secret, of whatever version. */
    KeyVaultStub with(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    /** From now on it fails as often as this, in a way that clients retry. */
    void failing(int times) {
        failures.set(times);
    }

    /** From now on it asks for a token before it answers. */
    void challenging() {
        challenging = true;
    }

    /** The vault's address, under the name that the policy permits. */
    String endpoint() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    /** Under the name that it does not. */
    String deniedEndpoint() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many requests have reached it. */
    int requests() {
        return requests.get();
    }

    /** A client that speaks HTTP where it is asked for HTTPS. */
    static HttpClient plain() {
        final HttpClient http = new JdkHttpClientBuilder().build();
        return new HttpClient() {
            @Override
            public Mono<HttpResponse> send(HttpRequest request) {
                return send(request, Context.NONE);
            }

            @Override
            public Mono<HttpResponse> send(HttpRequest request, Context context) {
                return http.send(plain(request), context);
            }

            @Override
            public HttpResponse sendSync(HttpRequest request, Context context) {
                return http.sendSync(plain(request), context);
            }

            private HttpRequest plain(HttpRequest request) {
                return request.copy().setUrl(request.getUrl().toString().replaceFirst("https:", "http:"));
            }
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        final String name = exchange.getRequestURI().getPath().split("/")[2];
        final String value = secrets.get(name.toLowerCase(java.util.Locale.ROOT));
        final int status;
        if (challenging && exchange.getRequestHeaders().getFirst("Authorization") == null) {
            exchange.getResponseHeaders()
                    .add(
                            "WWW-Authenticate",
                            "Bearer authorization=\"https://localhost/tenant\", resource=\"https://vault.azure.net\"");
            status = 401;
        } else if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            status = 503;
        } else {
            status = value == null ? 404 : 200;
        }
        final byte[] body = (status == 200
                        ? "{\"value\":\"" + value + "\",\"contentType\":\"it-content-type\",\"id\":\"" + endpoint()
                                + "/secrets/" + name + "/0123\",\"attributes\":{\"enabled\":true}}"
                        : "{\"error\":{\"code\":\"It\",\"message\":\"it\"}}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
