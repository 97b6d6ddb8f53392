package dev.remit.javaagent.hooks.rxjava;

import dev.remit.javaagent.hooks.LibraryRows;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * As Reactor's hook: what a guarded method returns runs on the thread that subscribes, when it does, and the hooks put the
 * {@code using} operator around it. There the work goes on that the operator's function stands for. RxJava's functional interfaces
 * are its own, so the function is a proxy, and what it stands for is carried under the proxy's handler.
 *
 * <p>{@code observeOn} and {@code runOn} go on, on their scheduler's thread, with the work of whoever subscribed, whoever emits.
 * {@code subscribeOn} and the timers need nothing: their schedulers are executors of the JDK's.
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
        final String flowable = OPERATORS + "flowable.FlowableObserveOn$BaseObserveOnSubscriber";
        final String observable = OPERATORS + "observable.ObservableObserveOn$ObserveOnObserver";
        final String single = OPERATORS + "single.SingleObserveOn$ObserveOnSingleObserver";
        final String maybe = OPERATORS + "maybe.MaybeObserveOn$ObserveOnMaybeObserver";
        final String completable = OPERATORS + "completable.CompletableObserveOn$ObserveOnCompletableObserver";
        final String parallel = OPERATORS + "parallel.ParallelRunOn$";
        return List.of(
                subscribe("flowable.FlowableUsing", "org.reactivestreams.Subscriber", "StreamAdvice"),
                subscribe("single.SingleUsing", CORE + "SingleObserver", "SingleAdvice"),
                LibraryRows.made(flowable),
                LibraryRows.run(flowable),
                LibraryRows.made(observable),
                LibraryRows.run(observable),
                LibraryRows.made(single),
                LibraryRows.run(single),
                LibraryRows.made(maybe),
                LibraryRows.run(maybe),
                LibraryRows.made(completable),
                LibraryRows.run(completable),
                LibraryRows.made(parallel + "BaseRunOnSubscriber"),
                LibraryRows.run(parallel + "RunOnSubscriber"),
                LibraryRows.run(parallel + "RunOnConditionalSubscriber"));
    }

    private static CallSite subscribe(String operator, String observer, String advice) {
        return CallSite.agentScope(OPERATORS + operator, "subscribeActual", List.of(observer), HERE + advice);
    }
}
