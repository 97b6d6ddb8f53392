package dev.remit.javaagent.hooks.langchain4j;

import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** A streaming AI service has the model's whole answer, on the thread that it came in on: tools that it asks for are executed from here. */
final class AnswerAdvice {
    private AnswerAdvice() {}

    @Advice.OnMethodEnter
    static void enter(
            @Site int site,
            @Advice.FieldValue("invocationContext") InvocationContext context,
            @Advice.Argument(0) ChatResponse response) {
        RemitGate.agent(
                site,
                context.interfaceName(),
                "default".equals(context.chatMemoryId()) ? context.invocationId() : context.chatMemoryId());
        if (response != null
                && response.aiMessage() != null
                && response.aiMessage().hasToolExecutionRequests()) {
            RemitGate.turn(
                    site,
                    response.aiMessage(),
                    context.userMessage() != null && context.userMessage().hasSingleText()
                            ? context.userMessage().singleText()
                            : null,
                    response.aiMessage().text());
        }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
