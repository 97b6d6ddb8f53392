package dev.remit.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Kubernetes' API of secrets and config maps, read: one, all of a namespace or of every one, and watched. */
public final class KubernetesStub implements AutoCloseable {
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** Starts it without secrets. */
    public KubernetesStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(executor);
        server.start();
    }

    /** Adds a secret, by namespace and name; its one entry is {@code password}. */
    public KubernetesStub with(String name, String password) {
        secrets.put(name, password);
        return this;
    }

    /** The API server's address, under the name that the policy permits. */
    public String endpoint() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** How many requests have reached it. */
    public int requests() {
        return requests.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        // api, v1, namespaces, namespace, secrets, name
        final String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
        final String query = String.valueOf(exchange.getRequestURI().getQuery());
        final String namespace = path.length > 3 ? path[3] : "";
        final String kind = path[path.length == 6 ? 4 : path.length - 1].equals("secrets") ? "Secret" : "ConfigMap";
        final String body;
        int status = 200;
        if (path.length < 6 && query.contains("watch=true")) {
            body = secrets.keySet().stream()
                    .filter(name -> name.startsWith(namespace))
                    .map(name -> "{\"type\":\"ADDED\",\"object\":" + resource(kind, name) + "}\n")
                    .collect(Collectors.joining());
        } else if (path.length < 6) {
            body = "{\"kind\":\"" + kind
                    + "List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":["
                    + secrets.keySet().stream()
                            .filter(name -> name.startsWith(namespace))
                            .map(name -> resource(kind, name))
                            .collect(Collectors.joining(","))
                    + "]}";
        } else if (secrets.containsKey(namespace + "/" + path[5])) {
            body = resource(kind, namespace + "/" + path[5]);
        } else {
            status = 404;
            body =
                    "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"NotFound\",\"code\":404}";
        }
        final byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String resource(String kind, String name) {
        final String value = secrets.get(name);
        final int slash = name.indexOf('/');
        return "{\"kind\":\"" + kind + "\",\"apiVersion\":\"v1\",\"metadata\":{\"namespace\":\""
                + name.substring(0, slash)
                + "\",\"name\":\"" + name.substring(slash + 1)
                + "\",\"resourceVersion\":\"1\",\"labels\":{\"it\":\"it-label\"}},\"data\":{\"password\":\""
                + (kind.equals("Secret")
                        ? Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
                        : value)
                + "\"}}";
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
