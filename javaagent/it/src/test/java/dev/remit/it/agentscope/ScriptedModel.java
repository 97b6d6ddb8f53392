package dev.remit.it.agentscope;

import io.agentscope.core.message.ContentBlock;
import io.agentscope.core.message.Msg;
import io.agentscope.core.message.TextBlock;
import io.agentscope.core.message.ToolResultBlock;
import io.agentscope.core.message.ToolUseBlock;
import io.agentscope.core.model.ChatResponse;
import io.agentscope.core.model.GenerateOptions;
import io.agentscope.core.model.Model;
import io.agentscope.core.model.ToolSchema;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;

/** Asks for the next tool of its script at each call, keeps what it was told of the last one, and says "done" in the end. */
final class ScriptedModel implements Model {
    private final Deque<String> script;
    private final List<String> results = new CopyOnWriteArrayList<>();
    private final List<List<String>> offered = new CopyOnWriteArrayList<>();
    private int round;

    ScriptedModel(String... script) {
        this.script = new ArrayDeque<>(List.of(script));
    }

    /** What the tools answered. */
    List<String> results() {
        return results;
    }

    /** The names of the tools that it was offered, each time that it was asked. */
    List<List<String>> offered() {
        return offered;
    }

    @Override
    public Flux<ChatResponse> stream(List<Msg> messages, List<ToolSchema> tools, GenerateOptions options) {
        offered.add(tools.stream().map(ToolSchema::getName).toList());
        return Flux.defer(() -> Flux.just(answer(messages)));
    }

    private synchronized ChatResponse answer(List<Msg> messages) {
        if (round++ > 0) {
            for (ToolResultBlock result : messages.get(messages.size() - 1).getContentBlocks(ToolResultBlock.class)) {
                results.add(((TextBlock) result.getOutput().get(0)).getText());
            }
        }
        final String tool = script.poll();
        final ContentBlock said = tool == null
                ? TextBlock.builder().text("done").build()
                : ToolUseBlock.builder()
                        .id("id-" + round)
                        .name(tool)
                        .input(Map.of("text", "a"))
                        .content("{\"text\":\"a\"}")
                        .build();
        return ChatResponse.builder()
                .id("answer-" + round)
                .content(List.of(said))
                .finishReason(tool == null ? "stop" : "tool_calls")
                .build();
    }

    @Override
    public String getModelName() {
        return "scripted";
    }
}
