package dev.remit.it;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on loopback. The policy permits it under the name {@code localhost} and not under {@code 127.0.0.1}, so that the
 * allowed and the denied twin differ in nothing but the name.
 */
public final class LocalServer implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService executor = Executors.newCachedThreadPool();

    /** Starts it: {@code /} answers "hello", {@code /to-denied} redirects to the name that is not permitted. */
    public LocalServer() {
        this("127.0.0.1");
    }

    /** Starts it at another address of loopback. */
    public LocalServer(String address) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            final byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/to-denied", exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().add("Location", denied("/landed"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/to-allowed", exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().add("Location", allowed("/landed"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.setExecutor(executor);
        server.start();
    }

    /** Serves a path in a way of its own; each request is counted. */
    public void serve(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            handler.handle(exchange);
        });
    }

    /** A URL that the policy permits. */
    public String allowed(String path) {
        return "http://localhost:" + port() + path;
    }

    /** A URL that it does not. */
    public String denied(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** The port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** How many requests have reached it. */
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
