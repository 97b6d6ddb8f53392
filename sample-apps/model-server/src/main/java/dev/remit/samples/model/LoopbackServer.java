package dev.remit.samples.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** An HTTP server on a free port of the loopback address, closed with {@link #close()}. Handlers run one at a time. */
public final class LoopbackServer implements AutoCloseable {

    private final HttpServer server;
    private final String url;

    private LoopbackServer(HttpServer server, String url) {
        this.server = server;
        this.url = url;
    }

    /**
     * Starts a server that is reached under {@code host}, a name or address of the loopback interface.
     *
     * @throws IOException if no port can be bound
     */
    public static LoopbackServer start(String host, HttpHandler handler) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        server.createContext("/", handler);
        server.start();
        return new LoopbackServer(
                server, "http://" + host + ":" + server.getAddress().getPort());
    }

    /** {@code http://host:port}, without a slash at its end. */
    public String url() {
        return url;
    }

    /** The request's body as UTF-8. */
    public static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Answers with a whole body in UTF-8 and ends the exchange. */
    public static void respond(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
