package dev.remit.it.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;

/** A service of AWS's on loopback. */
public abstract class AwsStub implements AutoCloseable {
    /** For asynchronous clients, one for all: closing one of their own takes seconds. */
    public static final SdkAsyncHttpClient TRANSPORT = NettyNioAsyncHttpClient.create();

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final HttpServer server;
    private final String contentType;

    /** Starts it. */
    protected AwsStub(String contentType) {
        this.contentType = contentType;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    /** A client of a region, without credentials, that asks there. */
    public static <B extends AwsClientBuilder<B, C>, C> B at(B builder, URI endpoint) {
        return builder.region(Region.EU_CENTRAL_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .endpointOverride(endpoint);
    }

    /** What a request is answered with; {@link #isFault} says whether that is an error. */
    protected abstract String answer(HttpExchange exchange, String body) throws IOException;

    /** Whether an answer is the service's own error. */
    protected abstract boolean isFault(String answer);

    /** Under the name that the policy permits. */
    public final URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Under the name that it does not. */
    public final URI deniedEndpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How many requests have reached it. */
    public final int requests() {
        return requests.get();
    }

    /** So many requests from now on fail as they do where the service is overloaded, which the SDK tries again. */
    public final void failing(int times) {
        failures.set(times);
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        final String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        final String answer = answer(exchange, asked);
        final byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", contentType);
        exchange.sendResponseHeaders(isFault(answer) ? 400 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public final void close() {
        server.stop(0);
    }
}
