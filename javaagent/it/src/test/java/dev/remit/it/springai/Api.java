package dev.remit.it.springai;

import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.ToolCallback;
import reactor.core.publisher.Flux;

/** What differs between the versions of the framework, for code that uses it. */
final class Api {
    private Api() {}

    /** OpenAI's model, at another address. */
    static ChatModel openAi(String url) {
        return OpenAiChatModel.builder()
                .options(OpenAiChatOptions.builder()
                        .baseUrl(url)
                        .apiKey("none")
                        .model("scripted")
                        .build())
                .build();
    }

    /** What a model's caller gets of its answer: the tools are called outside of the model. */
    static ChatResponse answered(Prompt prompt, ChatResponse response, Function<Prompt, ChatResponse> model) {
        return response;
    }

    /** As {@link #answered(Prompt, ChatResponse, Function)}, of a model that streams. */
    static Flux<ChatResponse> answered(
            Prompt prompt, Flux<ChatResponse> responses, Function<Prompt, Flux<ChatResponse>> model) {
        return responses;
    }

    /** A request with these tools. */
    static ChatClientRequestSpec tools(ChatClientRequestSpec request, ToolCallback... callbacks) {
        return request.tools((Object[]) callbacks);
    }

    /** A request with an object's methods as tools, and these. */
    static ChatClientRequestSpec tools(ChatClientRequestSpec request, Object methods, ToolCallback... callbacks) {
        return request.tools(
                Stream.concat(Stream.of(methods), Stream.of(callbacks)).toArray());
    }
}
