package dev.remit.javaagent.hooks.langchain4j;

import dev.langchain4j.invocation.InvocationContext;
import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** A call of an AI service: from here to its return an AI agent is at work. */
final class AiServiceAdvice {
    private AiServiceAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(2) InvocationContext context) {
        if ("default".equals(context.chatMemoryId())) {
            RemitGate.run(site, context.interfaceName(), context.invocationId());
        } else {
            RemitGate.agent(site, context.interfaceName(), context.chatMemoryId());
        }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
