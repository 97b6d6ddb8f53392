package dev.remit.bench.calls;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * What the measured clients speak to, in a JVM of its own: an answer of some bytes to a GET, a secret to Secrets Manager's
 * {@code GetSecretValue}. Prints its port, and ends with its standard input.
 */
public final class LoopbackServer {
    private static final byte[] BOOKING =
            "{\"booking\":\"B-4711\",\"state\":\"paid\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECRET =
            "{\"Name\":\"bench/allowed\",\"VersionId\":\"v-1\",\"SecretString\":\"hunter2-hunter2\"}"
                    .getBytes(StandardCharsets.UTF_8);

    private LoopbackServer() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        // Without it each answer waits for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", LoopbackServer::answer);
        server.start();
        System.out.println(server.getAddress().getPort());
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        final byte[] body = exchange.getRequestMethod().equals("POST") ? SECRET : BOOKING;
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
