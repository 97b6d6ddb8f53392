package dev.remit.javaagent.hooks.langchain4j;

import dev.langchain4j.invocation.InvocationContext;
import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** A streaming AI service asks the model. */
final class StreamAdvice {
    private StreamAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.FieldValue("invocationContext") InvocationContext context) {
        RemitGate.agent(
                site,
                context.interfaceName(),
                "default".equals(context.chatMemoryId()) ? context.invocationId() : context.chatMemoryId());
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
