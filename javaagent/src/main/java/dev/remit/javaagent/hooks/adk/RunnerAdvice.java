package dev.remit.javaagent.hooks.adk;

import com.google.adk.agents.BaseAgent;
import com.google.adk.events.Event;
import dev.remit.javaagent.weave.Site;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Supplier;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import net.bytebuddy.asm.Advice;

/** A runner answers a message in a session: its root agent's work, when the answer is subscribed to. */
final class RunnerAdvice {
    private RunnerAdvice() {}

    @Advice.OnMethodEnter
    static void enter(
            @Site int site, @Advice.FieldValue("agent") BaseAgent agent, @Advice.Argument(1) String sessionId) {
        RemitGate.agent(site, agent == null ? null : agent.name(), sessionId);
    }

    @SuppressWarnings("unchecked") // the gate's object is of the shapes that using takes
    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Site int site, @Advice.Return(readOnly = false) Flowable<Event> result, @Advice.Thrown Throwable thrown) {
        if (thrown == null) {
            final Object work = Proxy.newProxyInstance(
                    Flowable.class.getClassLoader(),
                    new Class<?>[] {Supplier.class, Function.class, Consumer.class},
                    (InvocationHandler) RemitGate.subscribed(site, null, result, null, null, null));
            result = Flowable.using(
                    (Supplier<Object>) work, (Function<Object, Flowable<Event>>) work, (Consumer<Object>) work);
        }
        RemitGate.end(site, null, thrown);
    }
}
