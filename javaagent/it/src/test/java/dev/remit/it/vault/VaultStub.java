package dev.remit.it.vault;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Vault's HTTP API: key-value version 1 at {@code kv1} and version 2 at {@code secret}, the unwrapping of an answer, and a
 * mount's description. Each path holds the secret that was put in last; {@code it/missing} holds none, {@code it/broken} fails.
 */
public final class VaultStub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Map<String, ?>> secrets = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** Starts it without secrets. */
    public VaultStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/", this::handle);
        server.setExecutor(executor);
        server.start();
    }

    /** Adds a secret, in both engines. */
    public VaultStub with(String name, Map<String, ?> value) {
        secrets.put(name, value);
        return this;
    }

    /** Adds a secret of which so many reads fail from now on. */
    public VaultStub overloaded(Map<String, ?> value, int times) {
        failures.set(times);
        return with("it/overloaded", value);
    }

    /** Its port: the policy permits it under the name {@code localhost}, and not under {@code 127.0.0.1}. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** How many requests have reached it. */
    public int requests() {
        return requests.get();
    }

    /** The paths and queries that it was asked for. */
    public List<String> asked() {
        return asked;
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        asked.add(exchange.getRequestURI().toString());
        exchange.getRequestBody().readAllBytes();
        final String path = exchange.getRequestURI().getPath().substring("/v1/".length());
        final ObjectNode answer = JSON.createObjectNode();
        int status = 200;
        if (!path.equals("sys/wrapping/unwrap")
                && !"it-token".equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
            status = 403;
            answer.putArray("errors").add("permission denied");
        } else if (path.endsWith("it/overloaded") && failures.getAndDecrement() > 0 || path.endsWith("it/broken")) {
            status = 500;
            answer.putArray("errors").add("internal error");
        } else if ("list=true".equals(exchange.getRequestURI().getQuery())) {
            answer.putObject("data").putArray("keys").add("allowed").add("denied");
        } else if (path.equals("sys/internal/ui/mounts/secret")) {
            answer.putObject("data").put("path", "secret/").put("type", "it-mount-type");
        } else if (path.equals("sys/wrapping/unwrap")) {
            answer.set("data", JSON.valueToTree(secrets.get("wrapped")));
            answer.put("renewable", false)
                    .put("lease_duration", 0)
                    .putObject("auth")
                    .put("client_token", "wrapped-client-token")
                    .put("accessor", "wrapped-accessor")
                    .put("lease_duration", 60)
                    .put("renewable", false)
                    .putArray("policies");
        } else if (path.equals("database/creds/it-allowed")) {
            answer.set("data", JSON.valueToTree(secrets.get("it/allowed")));
        } else if (path.startsWith("kv1/") && secrets.containsKey(path.substring("kv1/".length()))) {
            answer.set("data", JSON.valueToTree(secrets.get(path.substring("kv1/".length()))));
        } else if (path.startsWith("secret/data/") && secrets.containsKey(path.substring("secret/data/".length()))) {
            final ObjectNode data = answer.putObject("data");
            data.set("data", JSON.valueToTree(secrets.get(path.substring("secret/data/".length()))));
            data.putObject("metadata")
                    .put("created_time", "2026-01-01T00:00:00.000000000Z")
                    .put("deletion_time", "")
                    .put("destroyed", false)
                    .put("version", 1);
        } else {
            status = 404;
            answer.putArray("errors");
        }
        final byte[] body = JSON.writeValueAsBytes(answer);
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
