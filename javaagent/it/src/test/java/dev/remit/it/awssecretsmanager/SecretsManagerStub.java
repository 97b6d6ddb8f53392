package dev.remit.it.awssecretsmanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Secrets Manager's {@code GetSecretValue} and {@code BatchGetSecretValue} over AWS JSON 1.1; a name or an ARN will do. */
public final class SecretsManagerStub implements AutoCloseable {
    static final String ARN = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:";
    static final String SUFFIX = "-AbC1eF";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final Map<String, byte[]> binaries = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;

    /** Starts it without secrets. */
    public SecretsManagerStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    /** Adds a secret that is text. */
    public SecretsManagerStub with(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    /** Adds a binary secret. */
    public SecretsManagerStub with(String name, byte[] value) {
        binaries.put(name, value);
        return this;
    }

    /** Under the name that the policy permits. */
    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Under the name that it does not. */
    public URI deniedEndpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How many requests have reached it. */
    public int requests() {
        return requests.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        final JsonNode asked = JSON.readTree(exchange.getRequestBody());
        final ObjectNode answer;
        if (exchange.getRequestHeaders().getFirst("X-Amz-Target").endsWith(".BatchGetSecretValue")) {
            answer = JSON.createObjectNode();
            final ArrayNode values = answer.putArray("SecretValues");
            for (JsonNode id : asked.path("SecretIdList")) {
                values.add(secret(id.asText()));
            }
            if (asked.has("Filters")) {
                secrets.keySet().forEach(name -> values.add(secret(name)));
            }
        } else {
            answer = secret(asked.path("SecretId").asText());
        }
        final byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(answer.has("__type") ? 400 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private ObjectNode secret(String id) {
        final String name = id.startsWith(ARN) ? id.substring(ARN.length()).replace(SUFFIX, "") : id;
        final ObjectNode secret = JSON.createObjectNode();
        if (secrets.containsKey(name)) {
            secret.put("SecretString", secrets.get(name));
        } else if (binaries.containsKey(name)) {
            secret.put("SecretBinary", binaries.get(name));
        } else {
            return secret.put("__type", "ResourceNotFoundException").put("Message", "no such secret");
        }
        return secret.put("ARN", ARN + name + SUFFIX).put("Name", name).put("VersionId", "v-" + name);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
