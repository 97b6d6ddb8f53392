package dev.remit.it.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Anthropic's messages, plain and streamed: each answer asks for the next tool of its script, and the last says "done". */
final class AnthropicServer implements AutoCloseable {
    /** A tool that the model asks for. */
    record Asks(String tool, String input) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Deque<Asks> script;
    private final List<JsonNode> results = new CopyOnWriteArrayList<>();
    private int requests;

    AnthropicServer(Asks... script) {
        this.script = new ArrayDeque<>(List.of(script));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/messages", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** What the model was told of the tools that it asked for. */
    List<JsonNode> results() {
        return results;
    }

    synchronized int requests() {
        return requests;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests++;
            final JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            final JsonNode messages = request.path("messages");
            messages.path(messages.size() - 1).path("content").forEach(block -> {
                if (block.path("type").asText().equals("tool_result")) {
                    results.add(block);
                }
            });
            final boolean streaming = request.path("stream").asBoolean();
            final byte[] body =
                    (streaming ? events(script.poll()) : message(script.poll())).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", streaming ? "text/event-stream" : "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static ObjectNode empty(Asks asks) {
        final ObjectNode message = JSON.createObjectNode()
                .put("id", "msg")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "scripted")
                .put("stop_reason", asks == null ? "end_turn" : "tool_use")
                .putNull("stop_sequence");
        message.putObject("usage").put("input_tokens", 1).put("output_tokens", 1);
        message.putArray("content");
        return message;
    }

    private static String message(Asks asks) throws IOException {
        final ObjectNode message = empty(asks);
        final ObjectNode block = message.withArray("content").addObject();
        if (asks == null) {
            block.put("type", "text").put("text", "done");
        } else {
            block.put("type", "tool_use")
                    .put("id", "id-" + asks.tool())
                    .put("name", asks.tool())
                    .set("input", JSON.readTree(asks.input()));
        }
        return message.toString();
    }

    private static String events(Asks asks) {
        final StringBuilder events = new StringBuilder();
        final ObjectNode start = JSON.createObjectNode();
        start.set("message", empty(asks).putNull("stop_reason"));
        event(events, "message_start", start);
        final ObjectNode opened = JSON.createObjectNode().put("index", 0);
        final ObjectNode part = JSON.createObjectNode().put("index", 0);
        if (asks == null) {
            opened.putObject("content_block").put("type", "text").put("text", "");
            part.putObject("delta").put("type", "text_delta").put("text", "done");
        } else {
            opened.putObject("content_block")
                    .put("type", "tool_use")
                    .put("id", "id-" + asks.tool())
                    .put("name", asks.tool())
                    .putObject("input");
            part.putObject("delta").put("type", "input_json_delta").put("partial_json", asks.input());
        }
        event(events, "content_block_start", opened);
        event(events, "content_block_delta", part);
        event(events, "content_block_stop", JSON.createObjectNode().put("index", 0));
        final ObjectNode delta = JSON.createObjectNode();
        delta.putObject("delta")
                .put("stop_reason", asks == null ? "end_turn" : "tool_use")
                .putNull("stop_sequence");
        delta.putObject("usage").put("output_tokens", 1);
        event(events, "message_delta", delta);
        event(events, "message_stop", JSON.createObjectNode());
        return events.toString();
    }

    private static void event(StringBuilder events, String type, ObjectNode data) {
        events.append("event: ")
                .append(type)
                .append("\ndata: ")
                .append(data.put("type", type))
                .append("\n\n");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
