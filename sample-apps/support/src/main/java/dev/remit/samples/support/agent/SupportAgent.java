package dev.remit.samples.support.agent;

import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Answers a customer's message. */
@FunctionalInterface
public interface SupportAgent {

    /** A model that talks in circles is stopped after so many round trips. */
    int MAX_ROUND_TRIPS = 12;

    Duration TIMEOUT = Duration.ofSeconds(60);

    /**
     * The agent's answer, once it is complete.
     *
     * @throws RuntimeException if the model can't be reached or refuses to answer
     */
    String answer(String message);

    /** An agent on LangChain4j's blocking model. */
    static SupportAgent whole(ModelEndpoint endpoint, SupportTools tools, ToolListener listener) {
        OpenAiChatModel model = OpenAiChatModel.builder()
                .baseUrl(endpoint.baseUrl())
                .apiKey(endpoint.apiKey())
                .modelName(endpoint.name())
                .timeout(TIMEOUT)
                .build();
        SupportService.Whole service = listening(
                        AiServices.builder(SupportService.Whole.class).chatModel(model), tools, listener)
                .build();
        return service::answer;
    }

    /** An agent on LangChain4j's streaming model; its tools run on the model's threads. */
    static SupportAgent streamed(ModelEndpoint endpoint, SupportTools tools, ToolListener listener) {
        OpenAiStreamingChatModel model = OpenAiStreamingChatModel.builder()
                .baseUrl(endpoint.baseUrl())
                .apiKey(endpoint.apiKey())
                .modelName(endpoint.name())
                .timeout(TIMEOUT)
                .build();
        SupportService.Streamed service = listening(
                        AiServices.builder(SupportService.Streamed.class).streamingChatModel(model), tools, listener)
                .build();
        return message -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            StringBuilder text = new StringBuilder();
            service.answer(message)
                    .onPartialResponse(text::append)
                    .onCompleteResponse(response -> answer.complete(text.toString()))
                    .onError(answer::completeExceptionally)
                    .start();
            return answer.orTimeout(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
        };
    }

    private static <T> AiServices<T> listening(AiServices<T> builder, SupportTools tools, ToolListener listener) {
        return builder.tools(tools)
                .maxToolCallingRoundTrips(MAX_ROUND_TRIPS)
                .beforeToolExecution(call ->
                        listener.called(call.request().name(), call.request().arguments()))
                .afterToolExecution(done -> listener.answered(done.request().name(), done.result()));
    }
}
