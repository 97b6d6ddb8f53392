package dev.remit.javaagent.hooks.adk;

import com.google.adk.agents.InvocationContext;
import com.google.adk.tools.BaseTool;
import com.google.adk.tools.ToolContext;
import dev.remit.javaagent.weave.Site;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.BiConsumer;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Supplier;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/**
 * A tool of whatever kind, known by its class; it runs when its result is subscribed to. A refusal is the tool's own kind of error,
 * which goes back to the model.
 */
final class ToolAdvice {
    private ToolAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static String enter(
            @Site int site,
            @Advice.This BaseTool tool,
            @Advice.Argument(0) Map<String, Object> arguments,
            @Advice.Argument(1) ToolContext context) {
        final InvocationContext invocation = context == null ? null : context.invocationContext();
        return RemitGate.tool(
                site,
                arguments,
                tool.getClass().getName(),
                tool.name(),
                arguments,
                invocation == null || invocation.session() == null
                        ? null
                        : invocation.session().id());
    }

    @SuppressWarnings("unchecked") // the gate's objects are of the shapes that using and doOnEvent take
    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Site int site,
            @Advice.This BaseTool tool,
            @Advice.Argument(0) Map<String, Object> arguments,
            @Advice.Argument(1) ToolContext context,
            @Advice.Enter String refusal,
            @Advice.Return(readOnly = false) Single<Map<String, Object>> result,
            @Advice.Thrown Throwable thrown) {
        if (refusal != null) {
            result = Single.just(Map.of("error", refusal));
        } else if (thrown != null) {
            RemitGate.end(site, null, thrown);
        } else {
            final Object ending = RemitGate.endLater(site, null, null);
            final BiConsumer<Object, Throwable> ended = (BiConsumer<Object, Throwable>) Proxy.newProxyInstance(
                    Single.class.getClassLoader(), new Class<?>[] {BiConsumer.class}, (InvocationHandler) ending);
            final Object subscribed = Proxy.newProxyInstance(
                    Single.class.getClassLoader(),
                    new Class<?>[] {Supplier.class, Function.class, Consumer.class},
                    (InvocationHandler) RemitGate.subscribed(
                            site, ending, result.doOnEvent(ended), tool, "runAsync", new Object[] {arguments, context
                            }));
            result = Single.using(
                    (Supplier<Object>) subscribed,
                    (Function<Object, Single<Map<String, Object>>>) subscribed,
                    (Consumer<Object>) subscribed);
        }
    }
}
