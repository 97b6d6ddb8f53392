package dev.remit.samples.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A reply in the form of OpenAI's chat-completions.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat">the API reference</a>
 */
final class ChatCompletion {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String id;
    private final long createdSeconds;
    private final String model;

    ChatCompletion(String id, long createdSeconds, String model) {
        this.id = id;
        this.createdSeconds = createdSeconds;
        this.model = model;
    }

    /** The whole reply as one {@code chat.completion}. */
    String whole(Reply reply) {
        ObjectNode root = envelope("chat.completion");
        ObjectNode choice = choice(root);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        if (reply instanceof Reply.CallTool call) {
            message.putNull("content");
            toolCall(message, call.name(), arguments(call));
        } else if (reply instanceof Reply.Say say) {
            message.put("content", say.text());
        }
        choice.put("finish_reason", finishReason(reply));
        usage(root);
        return root.toString();
    }

    /** The reply as {@code chat.completion.chunk} objects; words go out one by one, arguments in two halves. */
    List<String> chunks(Reply reply) {
        List<String> chunks = new ArrayList<>();
        ObjectNode first = envelope("chat.completion.chunk");
        ObjectNode delta = choice(first).putObject("delta").put("role", "assistant");
        if (reply instanceof Reply.CallTool call) {
            String arguments = arguments(call);
            int half = arguments.length() / 2;
            toolCall(delta, call.name(), arguments.substring(0, half));
            chunks.add(first.toString());
            ObjectNode rest = envelope("chat.completion.chunk");
            choice(rest)
                    .putObject("delta")
                    .putArray("tool_calls")
                    .addObject()
                    .put("index", 0)
                    .putObject("function")
                    .put("arguments", arguments.substring(half));
            chunks.add(rest.toString());
        } else if (reply instanceof Reply.Say say) {
            chunks.add(first.toString());
            for (String word : say.text().split("(?<= )", -1)) {
                ObjectNode next = envelope("chat.completion.chunk");
                choice(next).putObject("delta").put("content", word);
                chunks.add(next.toString());
            }
        }
        ObjectNode last = envelope("chat.completion.chunk");
        ObjectNode choice = choice(last);
        choice.putObject("delta");
        choice.put("finish_reason", finishReason(reply));
        usage(last);
        chunks.add(last.toString());
        return chunks;
    }

    private ObjectNode envelope(String object) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", model);
    }

    private static ObjectNode choice(ObjectNode root) {
        return root.putArray("choices").addObject().put("index", 0);
    }

    private void toolCall(ObjectNode message, String name, String arguments) {
        message.putArray("tool_calls")
                .addObject()
                .put("index", 0)
                .put("id", "call_" + id)
                .put("type", "function")
                .putObject("function")
                .put("name", name)
                .put("arguments", arguments);
    }

    private static String arguments(Reply.CallTool call) {
        return JSON.valueToTree(call.arguments()).toString();
    }

    private static String finishReason(Reply reply) {
        return reply instanceof Reply.CallTool ? "tool_calls" : "stop";
    }

    /** A script counts no tokens; clients expect the object. */
    private static void usage(ObjectNode root) {
        root.putObject("usage")
                .put("prompt_tokens", 0)
                .put("completion_tokens", 0)
                .put("total_tokens", 0);
    }
}
