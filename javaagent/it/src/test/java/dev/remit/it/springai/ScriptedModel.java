package dev.remit.it.springai;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A model behind an HTTP server, which it asks at each call: blocking, or streaming with an answer on the HTTP client's thread. It
 * asks for the tools it was told to, round by round, keeps what they answered, and then says "done".
 */
public final class ScriptedModel implements ChatModel {
    private final String url;
    private final List<List<AssistantMessage.ToolCall>> rounds = new ArrayList<>();
    private final AtomicInteger round = new AtomicInteger();
    private final List<String> results = new CopyOnWriteArrayList<>();

    /** @param url what it asks at each call */
    public ScriptedModel(String url) {
        this.url = url;
    }

    /** Asks for these tools in the next round. */
    public ScriptedModel round(AssistantMessage.ToolCall... calls) {
        rounds.add(List.of(calls));
        return this;
    }

    /** What the tools answered. */
    List<String> results() {
        return results;
    }

    /** A call of a tool, for {@link #round}. */
    public static AssistantMessage.ToolCall call(String tool, String arguments) {
        return new AssistantMessage.ToolCall("id-" + tool, "function", tool, arguments);
    }

    @Override
    public ChatOptions getOptions() {
        return ToolCallingChatOptions.builder().build();
    }

    @Override
    @SuppressWarnings("removal") // old versions know getOptions by this name alone
    public ChatOptions getDefaultOptions() {
        return getOptions();
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        Tools.get(url);
        return Api.answered(prompt, answer(prompt), this::call);
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Api.answered(
                prompt,
                Flux.defer(() -> Mono.fromFuture(Tools.HTTP.sendAsync(
                                HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()))
                        .map(unused -> answer(prompt))
                        .flux()),
                this::stream);
    }

    private ChatResponse answer(Prompt prompt) {
        final List<Message> messages = prompt.getInstructions();
        if (messages.get(messages.size() - 1) instanceof ToolResponseMessage response) {
            response.getResponses().forEach(each -> results.add(each.responseData()));
        }
        final int now = round.getAndIncrement();
        return new ChatResponse(List.of(new Generation(
                now < rounds.size()
                        ? AssistantMessage.builder()
                                .content("")
                                .toolCalls(rounds.get(now))
                                .build()
                        : new AssistantMessage("done"))));
    }
}
