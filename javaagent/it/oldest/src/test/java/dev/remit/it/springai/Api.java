package dev.remit.it.springai;

import java.util.function.Function;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.api.OpenAiApi;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.retry.support.RetryTemplate;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What differs between the versions of the framework, for code that uses it. */
final class Api {
    private static final ToolCallingManager TOOLS = ToolCallingManager.builder().build();

    private Api() {}

    /** OpenAI's model, at another address. */
    static ChatModel openAi(String url) {
        return OpenAiChatModel.builder()
                .openAiApi(OpenAiApi.builder()
                        .baseUrl(url)
                        .completionsPath("/chat/completions")
                        .apiKey("none")
                        .build())
                .defaultOptions(OpenAiChatOptions.builder().model("scripted").build())
                // Its own waits longer from attempt to attempt, for minutes.
                .retryTemplate(
                        RetryTemplate.builder().maxAttempts(3).noBackoff().build())
                .build();
    }

    /** What a model's caller gets of its answer: the tools are called by the model itself, as by every model of this version. */
    static ChatResponse answered(Prompt prompt, ChatResponse response, Function<Prompt, ChatResponse> model) {
        return response.hasToolCalls() ? model.apply(executed(prompt, response)) : response;
    }

    /** As {@link #answered(Prompt, ChatResponse, Function)}, of a model that streams. */
    static Flux<ChatResponse> answered(
            Prompt prompt, Flux<ChatResponse> responses, Function<Prompt, Flux<ChatResponse>> model) {
        return responses.flatMap(response -> response.hasToolCalls()
                ? Flux.defer(() -> model.apply(executed(prompt, response))).subscribeOn(Schedulers.boundedElastic())
                : Flux.just(response));
    }

    private static Prompt executed(Prompt prompt, ChatResponse response) {
        return new Prompt(TOOLS.executeToolCalls(prompt, response).conversationHistory(), prompt.getOptions());
    }

    /** A request with these tools. */
    static ChatClientRequestSpec tools(ChatClientRequestSpec request, ToolCallback... callbacks) {
        return request.toolCallbacks(callbacks);
    }

    /** A request with an object's methods as tools, and these. */
    static ChatClientRequestSpec tools(ChatClientRequestSpec request, Object methods, ToolCallback... callbacks) {
        return request.tools(methods).toolCallbacks(callbacks);
    }
}
