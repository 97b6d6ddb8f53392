package dev.remit.javaagent.hooks.adk;

import com.google.adk.agents.InvocationContext;
import com.google.adk.tools.ToolContext;
import dev.remit.javaagent.weave.Site;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Supplier;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/** A tool of an MCP server: whose work it is goes with its result's subscription, under which the MCP client calls it. */
final class McpToolAdvice {
    private McpToolAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Site int site, @Advice.Argument(1) ToolContext context) {
        final InvocationContext invocation = context == null ? null : context.invocationContext();
        RemitGate.agent(
                site,
                invocation == null || invocation.agent() == null
                        ? null
                        : invocation.agent().name(),
                invocation == null || invocation.session() == null
                        ? null
                        : invocation.session().id());
    }

    @SuppressWarnings("unchecked") // the gate's object is of the shapes that using takes
    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Site int site,
            @Advice.Return(readOnly = false) Single<Map<String, Object>> result,
            @Advice.Thrown Throwable thrown) {
        if (thrown == null) {
            final Object work = Proxy.newProxyInstance(
                    Single.class.getClassLoader(),
                    new Class<?>[] {Supplier.class, Function.class, Consumer.class},
                    (InvocationHandler) RemitGate.subscribed(site, null, result, null, null, null));
            result = Single.using(
                    (Supplier<Object>) work, (Function<Object, Single<Map<String, Object>>>) work, (Consumer<Object>)
                            work);
        }
        RemitGate.end(site, null, thrown);
    }
}
