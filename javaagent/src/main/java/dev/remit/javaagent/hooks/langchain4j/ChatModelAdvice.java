package dev.remit.javaagent.hooks.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** {@code chat}: the model's answer, which may ask for tools, and the user's last message before it. */
final class ChatModelAdvice {
    private ChatModelAdvice() {}

    @Advice.OnMethodExit
    static void exit(@Site int site, @Advice.Argument(0) ChatRequest request, @Advice.Return ChatResponse response) {
        if (request != null
                && response != null
                && response.aiMessage() != null
                && response.aiMessage().hasToolExecutionRequests()) {
            String prompt = null;
            for (ChatMessage message : request.messages()) {
                if (message instanceof UserMessage user && user.hasSingleText()) {
                    prompt = user.singleText();
                }
            }
            RemitGate.turn(
                    site, response.aiMessage(), prompt, response.aiMessage().text());
        }
    }
}
