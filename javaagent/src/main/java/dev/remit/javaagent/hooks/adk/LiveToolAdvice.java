package dev.remit.javaagent.hooks.adk;

import com.google.adk.agents.InvocationContext;
import com.google.adk.tools.FunctionTool;
import com.google.adk.tools.ToolContext;
import dev.remit.javaagent.weave.Site;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Action;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Supplier;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/** A tool of a live agent that streams, for as long as it is subscribed to: a refusal is its only result. */
final class LiveToolAdvice {
    private LiveToolAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static String enter(
            @Site int site,
            @Advice.This FunctionTool tool,
            @Advice.Argument(0) Map<String, Object> arguments,
            @Advice.Argument(2) InvocationContext invocation) {
        return RemitGate.tool(
                site,
                arguments,
                tool.func().getDeclaringClass().getName(),
                tool.name(),
                arguments,
                invocation == null || invocation.session() == null
                        ? null
                        : invocation.session().id());
    }

    @SuppressWarnings("unchecked") // the gate's objects are of the shapes that using and doOn… take
    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Site int site,
            @Advice.This FunctionTool tool,
            @Advice.Argument(0) Map<String, Object> arguments,
            @Advice.Argument(1) ToolContext context,
            @Advice.Argument(2) InvocationContext invocation,
            @Advice.Enter String refusal,
            @Advice.Return(readOnly = false) Flowable<Map<String, Object>> result,
            @Advice.Thrown Throwable thrown) {
        if (refusal != null) {
            result = Flowable.just(Map.of("error", refusal));
        } else if (thrown != null) {
            RemitGate.end(site, null, thrown);
        } else {
            final Object ending = RemitGate.endLater(site, null, null);
            final Object ended = Proxy.newProxyInstance(
                    Flowable.class.getClassLoader(), new Class<?>[] {Action.class, Consumer.class}, (InvocationHandler)
                            ending);
            final Object subscribed = Proxy.newProxyInstance(
                    Flowable.class.getClassLoader(),
                    new Class<?>[] {Supplier.class, Function.class, Consumer.class},
                    (InvocationHandler) RemitGate.subscribed(
                            site,
                            ending,
                            result.doOnError((Consumer<Throwable>) ended).doOnTerminate((Action) ended),
                            tool,
                            "callLive",
                            new Object[] {arguments, context, invocation}));
            result = Flowable.using(
                    (Supplier<Object>) subscribed,
                    (Function<Object, Flowable<Map<String, Object>>>) subscribed,
                    (Consumer<Object>) subscribed);
        }
    }
}
