package dev.remit.javaagent.hooks.rxjava;

import dev.remit.javaagent.hooks.LibraryRows;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * {@code observeOn} and {@code runOn} go on, on their scheduler's thread, with the work of whoever subscribed, whoever emits.
 * {@code subscribeOn} and the timers need nothing: their schedulers are executors of the JDK's.
 */
public final class RxJavaHook implements Hook {
    private static final String OPERATORS = "io.reactivex.rxjava3.internal.operators.";

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
}
