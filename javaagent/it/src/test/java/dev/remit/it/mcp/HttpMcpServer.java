package dev.remit.it.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** As much of an MCP server over streamable HTTP as a client needs that calls tools: it answers how often one has run. */
public final class HttpMcpServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final AtomicInteger runs = new AtomicInteger();
    private final String session;
    private final Consumer<String> tasks;

    /** Names no session. */
    public HttpMcpServer() {
        this(null, task -> {});
    }

    /** @param session what it calls the session that a client begins */
    public HttpMcpServer(String session) {
        this(session, task -> {});
    }

    /** @param tasks told with each call of a tool of the task that came along, or of the empty string for none */
    public HttpMcpServer(Consumer<String> tasks) {
        this(null, tasks);
    }

    private HttpMcpServer(String session, Consumer<String> tasks) {
        this.session = session;
        this.tasks = tasks;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/mcp", this::answer);
        server.start();
    }

    /** Where a client's transport finds it. */
    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** How often tools have run. */
    public int runs() {
        return runs.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            final byte[] body = exchange.getRequestBody().readAllBytes();
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            final JsonNode message = JSON.readTree(body);
            final String method = message.path("method").asText();
            if (method.equals("tools/call")) {
                final List<String> task = exchange.getRequestHeaders().get("Remit-Task");
                tasks.accept(task == null ? "" : String.join(" ", task));
            }
            final String result = switch (method) {
                case "initialize" ->
                    "{\"protocolVersion\":" + message.at("/params/protocolVersion")
                            + ",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"it-server\",\"version\":\"1\"}}";
                case "tools/list" -> "{\"tools\":[{\"name\":\"desk_tool\",\"inputSchema\":{\"type\":\"object\"}}]}";
                case "tools/call" ->
                    "{\"content\":[{\"type\":\"text\",\"text\":\"run " + runs.incrementAndGet()
                            + "\"}],\"isError\":false}";
                default -> null;
            };
            if (result == null) {
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            final byte[] answer = ("{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id") + ",\"result\":" + result + "}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            if (session != null && message.path("method").asText().equals("initialize")) {
                exchange.getResponseHeaders().add("Mcp-Session-Id", session);
            }
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
