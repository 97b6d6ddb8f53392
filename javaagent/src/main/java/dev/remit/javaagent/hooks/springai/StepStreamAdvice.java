package dev.remit.javaagent.hooks.springai;

import dev.remit.javaagent.weave.Site;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.memory.ChatMemory;
import reactor.core.publisher.Flux;

/** A step of a streaming chat client's chain, on whichever thread subscribes: that of the first round, or of a round of tools. */
final class StepStreamAdvice {
    private StepStreamAdvice() {}

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

    @SuppressWarnings("unchecked") // the gate's object is of the types that using takes
    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Site int site,
            @Advice.Return(readOnly = false) Flux<ChatClientResponse> result,
            @Advice.Thrown Throwable thrown) {
        if (thrown == null) {
            final Object work = RemitGate.subscribed(site, null, result, null, null, null);
            result = Flux.using(
                    (Callable<Object>) work, (Function<Object, Flux<ChatClientResponse>>) work, (Consumer<Object>)
                            work);
        }
        RemitGate.end(site, null, thrown);
    }
}
