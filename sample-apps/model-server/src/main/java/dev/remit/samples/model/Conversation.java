package dev.remit.samples.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model was told: the last thing the user said, and the results of the tools called since.
 *
 * @param user the last user message
 * @param results tool name to its last result, in the order of the calls
 */
public record Conversation(String user, Map<String, String> results) {

    /** The last result of a tool, or null while it was not called. */
    public @Nullable String resultOf(String tool) {
        return results.get(tool);
    }

    /** Reads the {@code messages} of a chat-completions request. */
    static Conversation of(JsonNode messages) {
        String user = "";
        Map<String, String> names = new HashMap<>();
        Map<String, String> results = new LinkedHashMap<>();
        for (JsonNode message : messages) {
            switch (message.path("role").asText()) {
                case "user" -> {
                    user = text(message.path("content"));
                    results.clear();
                }
                case "assistant" -> {
                    for (JsonNode call : message.path("tool_calls")) {
                        names.put(
                                call.path("id").asText(),
                                call.path("function").path("name").asText());
                    }
                }
                case "tool" -> {
                    String name = names.get(message.path("tool_call_id").asText());
                    if (name == null) {
                        throw new IllegalArgumentException("a tool result answers no tool call: tool_call_id="
                                + message.path("tool_call_id").asText());
                    }
                    results.put(name, text(message.path("content")));
                }
                default -> {
                    // The system message steers a real model; a script has its own mind.
                }
            }
        }
        return new Conversation(user, results);
    }

    /** Content is a string, or an array of parts of which the texts count. */
    private static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.path("text").asText());
        }
        return text.toString();
    }
}
