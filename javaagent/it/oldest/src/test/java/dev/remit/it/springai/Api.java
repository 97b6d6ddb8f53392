package dev.remit.it.springai;

import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.api.OpenAiApi;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.retry.support.RetryTemplate;

/** What differs between the versions of the framework, for code that uses it. */
final class Api {
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

    /** A request with these tools. */
    static ChatClientRequestSpec tools(ChatClientRequestSpec request, ToolCallback... callbacks) {
        return request.toolCallbacks(callbacks);
    }

    /** A request with an object's methods as tools, and these. */
    static ChatClientRequestSpec tools(ChatClientRequestSpec request, Object methods, ToolCallback... callbacks) {
        return request.tools(methods).toolCallbacks(callbacks);
    }
}
