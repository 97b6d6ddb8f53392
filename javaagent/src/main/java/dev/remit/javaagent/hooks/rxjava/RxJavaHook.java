package dev.remit.javaagent.hooks.rxjava;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * As Reactor's hook: what a guarded method returns runs on the thread that subscribes, when it does, and the hooks put the
 * {@code using} operator around it. There the work goes on that the operator's function stands for. RxJava's functional interfaces
 * are its own, so the function is a proxy, and what it stands for is carried under the proxy's handler.
 */
public final class RxJavaHook implements Hook {
    private static final String CORE = "io.reactivex.rxjava3.core.";
    private static final String OPERATORS = "io.reactivex.rxjava3.internal.operators.";
    private static final String HERE = "dev.remit.javaagent.hooks.rxjava.";

    @Override
    public String library() {
        return "RxJava";
    }

    @Override
    public List<String> jars() {
        return List.of("rxjava");
    }

    @Override
    public List<String> versions() {
        return List.of("3.");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                subscribe("flowable.FlowableUsing", "org.reactivestreams.Subscriber", "StreamAdvice"),
                subscribe("single.SingleUsing", CORE + "SingleObserver", "SingleAdvice"));
    }

    private static CallSite subscribe(String operator, String observer, String advice) {
        return CallSite.agentScope(OPERATORS + operator, "subscribeActual", List.of(observer), HERE + advice);
    }
}
