package dev.remit.it.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that asks for the tools it was told to, round by round, keeps what they answered, and then says "done". */
final class ScriptedModel implements ChatModel {
    private final List<List<ToolExecutionRequest>> rounds = new ArrayList<>();
    private final AtomicInteger round = new AtomicInteger();
    private final List<ToolExecutionResultMessage> results = new CopyOnWriteArrayList<>();
    private final List<List<String>> offered = new CopyOnWriteArrayList<>();
    private Runnable atEachCall = () -> {};

    /** Asks for these tools in the next round. */
    ScriptedModel round(ToolExecutionRequest... requests) {
        rounds.add(List.of(requests));
        return this;
    }

    /** Does this whenever it is asked, as a real one would send an HTTP request. */
    ScriptedModel atEachCall(Runnable work) {
        atEachCall = work;
        return this;
    }

    /** What the tools answered. */
    List<ToolExecutionResultMessage> results() {
        return results;
    }

    /** The names of the tools that it was offered, at each call. */
    List<List<String>> offered() {
        return offered;
    }

    static ToolExecutionRequest call(String tool, String arguments) {
        return ToolExecutionRequest.builder()
                .id("id-" + tool)
                .name(tool)
                .arguments(arguments)
                .build();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        atEachCall.run();
        offered.add(request.toolSpecifications().stream()
                .map(ToolSpecification::name)
                .sorted()
                .toList());
        if (round.get() > 0) {
            final int asked = rounds.get(round.get() - 1).size();
            request.messages()
                    .subList(
                            request.messages().size() - asked,
                            request.messages().size())
                    .forEach(message -> results.add((ToolExecutionResultMessage) message));
        }
        final int now = round.getAndIncrement();
        return ChatResponse.builder()
                .aiMessage(now < rounds.size() ? AiMessage.from(rounds.get(now)) : AiMessage.from("done"))
                .build();
    }

    /** The same model, answering on a thread of the executor. */
    StreamingChatModel streaming(Executor executor) {
        return new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                final ChatResponse response = ScriptedModel.this.doChat(request);
                executor.execute(() -> {
                    try {
                        int index = 0;
                        for (ToolExecutionRequest call : response.aiMessage().toolExecutionRequests()) {
                            handler.onCompleteToolCall(new CompleteToolCall(index++, call));
                        }
                        if (response.aiMessage().text() != null) {
                            handler.onPartialResponse(response.aiMessage().text());
                        }
                        handler.onCompleteResponse(response);
                    } catch (RuntimeException e) {
                        handler.onError(e);
                    }
                });
            }
        };
    }
}
