package dev.remit.javaagent.hooks.adk;

import com.google.adk.agents.InvocationContext;
import com.google.adk.events.Event;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.remit.javaagent.weave.Site;
import net.bytebuddy.asm.Advice;

/** The model has asked for tools: those that are called with this context from now on are this answer's. */
final class ToolRoundAdvice {
    private ToolRoundAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(0) InvocationContext context, @Advice.Argument(1) Event answer) {
        RemitGate.resume(site, context);
        if (context != null && answer != null) {
            // Not by what Content offers, which warns in the log of every part that is no text.
            String prompt = null;
            String said = null;
            for (int i = 0; i < 2; i++) {
                final Content content = (i == 0 ? context.userContent() : answer.content()).orElse(null);
                String text = null;
                if (content != null && content.parts().isPresent()) {
                    for (Part part : content.parts().get()) {
                        if (part.text().isPresent() && !part.thought().orElse(false)) {
                            text = text == null
                                    ? part.text().get()
                                    : text.concat(part.text().get());
                        }
                    }
                }
                if (i == 0) {
                    prompt = text;
                } else {
                    said = text;
                }
            }
            RemitGate.turn(site, answer, prompt, said);
        }
        RemitGate.carry(site, context);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
        RemitGate.end(site, null, thrown);
    }
}
