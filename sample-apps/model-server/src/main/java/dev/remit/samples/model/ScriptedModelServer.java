package dev.remit.samples.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves a {@link Script} as {@code POST /v1/chat/completions}, whole or as server-sent events. Answers what it can't serve
 * with a status and OpenAI's error object. Thread-safe.
 */
public final class ScriptedModelServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Script script;
    private final AtomicInteger replies = new AtomicInteger();
    private final LoopbackServer server;

    private ScriptedModelServer(Script script) throws IOException {
        this.script = script;
        this.server = LoopbackServer.start("localhost", this::handle);
    }

    /**
     * Starts the server on a free port of the loopback address.
     *
     * @throws IOException if no port can be bound
     */
    public static ScriptedModelServer start(Script script) throws IOException {
        return new ScriptedModelServer(script);
    }

    /** What OpenAI clients take as their base URL: {@code http://localhost:port/v1}. */
    public String baseUrl() {
        return server.url() + "/v1";
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!path.equals("/v1/chat/completions") || !exchange.getRequestMethod().equals("POST")) {
            fail(exchange, 404, "no such endpoint: " + exchange.getRequestMethod() + " " + path);
            return;
        }
        JsonNode request;
        Reply reply;
        try {
            request = JSON.readTree(LoopbackServer.body(exchange));
            reply = script.next(Conversation.of(request.path("messages")));
        } catch (IOException | RuntimeException e) {
            fail(exchange, 400, e.toString());
            return;
        }
        ChatCompletion completion = new ChatCompletion(
                "scripted-" + replies.incrementAndGet(),
                Instant.now().getEpochSecond(),
                request.path("model").asText("scripted"));
        if (request.path("stream").asBoolean()) {
            stream(exchange, completion, reply);
        } else {
            LoopbackServer.respond(exchange, 200, "application/json", completion.whole(reply));
        }
    }

    private static void stream(HttpExchange exchange, ChatCompletion completion, Reply reply) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            for (String chunk : completion.chunks(reply)) {
                out.write(event(chunk));
                out.flush();
            }
            out.write(event("[DONE]"));
        }
    }

    private static byte[] event(String data) {
        return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void fail(HttpExchange exchange, int status, String message) throws IOException {
        var error = JSON.createObjectNode();
        error.putObject("error").put("message", message).put("type", "invalid_request_error");
        LoopbackServer.respond(exchange, status, "application/json", error.toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
