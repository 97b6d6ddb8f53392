package dev.remit.it.springai;

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
import java.util.concurrent.atomic.AtomicInteger;

/** OpenAI's chat completions, plain and streamed: each answer asks for the next tool of its script, and the last says "done". */
public final class OpenAiServer implements AutoCloseable {
    /** In place of a tool's name: the request fails, and is worth another attempt at once. */
    public static final String OVERLOADED = "503";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Deque<String> script;
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> results = new CopyOnWriteArrayList<>();
    private final List<List<String>> offered = new CopyOnWriteArrayList<>();

    /** @param script the tools that it asks for */
    public OpenAiServer(String... script) {
        this.script = new ArrayDeque<>(List.of(script));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1", this::answer);
        server.start();
    }

    /** Its URL under the name {@code host}. */
    public String url(String host) {
        return "http://" + host + ":" + server.getAddress().getPort() + "/v1";
    }

    /** How many requests came. */
    public int requests() {
        return requests.get();
    }

    /** What the model was told of the tools that it asked for. */
    public List<String> results() {
        return results;
    }

    /** The names of the tools that it was offered, at each request. */
    List<List<String>> offered() {
        return offered;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            final JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            final boolean streaming = request.path("stream").asBoolean();
            final JsonNode last =
                    request.path("messages").path(request.path("messages").size() - 1);
            if (last.path("role").asText().equals("tool")) {
                results.add(last.path("content").asText());
            }
            offered.add(request.path("tools").findValuesAsText("name").stream()
                    .sorted()
                    .toList());
            final String tool = script.poll();
            if (OVERLOADED.equals(tool)) {
                exchange.getResponseHeaders().add("Retry-After-Ms", "1");
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            final ObjectNode completion = completion(tool, streaming);
            final byte[] body = (streaming ? "data: " + completion + "\n\ndata: [DONE]\n\n" : completion.toString())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", streaming ? "text/event-stream" : "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static ObjectNode completion(String tool, boolean streaming) {
        final ObjectNode completion = JSON.createObjectNode()
                .put("id", "1")
                .put("object", streaming ? "chat.completion.chunk" : "chat.completion")
                .put("created", 1)
                .put("model", "scripted");
        if (!streaming) {
            completion
                    .putObject("usage")
                    .put("prompt_tokens", 1)
                    .put("completion_tokens", 1)
                    .put("total_tokens", 2);
        }
        final ObjectNode choice = completion
                .putArray("choices")
                .addObject()
                .put("index", 0)
                .putNull("logprobs")
                .put("finish_reason", tool == null ? "stop" : "tool_calls");
        final ObjectNode message = choice.putObject(streaming ? "delta" : "message")
                .put("role", "assistant")
                .putNull("refusal");
        if (tool == null) {
            message.put("content", "done");
        } else {
            message.putNull("content")
                    .putArray("tool_calls")
                    .addObject()
                    .put("index", 0)
                    .put("id", "id-" + tool)
                    .put("type", "function")
                    .putObject("function")
                    .put("name", tool)
                    .put("arguments", "{\"text\":\"a\"}");
        }
        return completion;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
