package dev.remit.javaagent.hooks.springai;

import net.bytebuddy.asm.Advice;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.client.DefaultChatClient.DefaultChatClientRequestSpec;

/** What a chat client that is a bean is asked carries the bean's name along, to the requests that are made of it. */
final class PromptAdvice {
    private PromptAdvice() {}

    @Advice.OnMethodExit
    static void exit(@Advice.This Object client, @Advice.Return ChatClientRequestSpec spec) {
        final String name = RemitGate.nameOf(client);
        if (name != null && spec instanceof DefaultChatClientRequestSpec own) {
            own.getAdvisorParams().put(SpringAiHook.BEAN, name);
        }
    }
}
