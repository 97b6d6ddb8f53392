package dev.remit.javaagent.hooks.springai;

import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.memory.ChatMemory;

/** A step of a chat client's chain: from here to its return an AI agent is at work, in the conversation if it names one. */
final class ChatAdvice {
    private ChatAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(0) ChatClientRequest request) {
        final Object given = request == null ? null : request.context().get(SpringAiHook.AGENT);
        final Object name =
                given != null || request == null ? given : request.context().get(SpringAiHook.BEAN);
        RemitGate.agent(
                site,
                name instanceof String text ? text : null,
                request == null ? null : request.context().get(ChatMemory.CONVERSATION_ID));
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
