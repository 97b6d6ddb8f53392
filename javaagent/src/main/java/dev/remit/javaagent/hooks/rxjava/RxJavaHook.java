package dev.remit.javaagent.hooks.rxjava;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Action;
import io.reactivex.rxjava3.functions.BiConsumer;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Supplier;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * As Reactor's hook: what a guarded method returns runs on the thread that subscribes, when it does, and the hooks put the
 * {@code using} operator around it. There the work goes on that the operator's function stands for. RxJava's functional interfaces
 * are its own, so the function is a proxy, and what it stands for is carried under the proxy's handler.
 *
 * <p>{@code observeOn} and {@code runOn} go on, on their scheduler's thread, with the work of whoever subscribed, whoever emits.
 * {@code subscribeOn} and the timers need nothing: their schedulers are executors of the JDK's.
 */
public final class RxJavaHook extends LibraryHook {
    /**
     * Advice that stands within what decided the call of a public method that returns a {@code Single}: the call ends when that
     * does, and is decided again for every subscription but the first.
     */
    public static final String SINGLE = "dev.remit.javaagent.hooks.rxjava.RxJavaHook$DecidedSingle";

    /** As {@link #SINGLE}, for a {@code Flowable}. */
    public static final String FLOWABLE = "dev.remit.javaagent.hooks.rxjava.RxJavaHook$DecidedFlowable";

    /** Exit advice for an AI agent's work that goes on where the returned {@code Single} is subscribed to. */
    public static final String SINGLE_WORK = "dev.remit.javaagent.hooks.rxjava.RxJavaHook$SingleWork";

    /** As {@link #SINGLE_WORK}, for a {@code Flowable}. */
    public static final String FLOWABLE_WORK = "dev.remit.javaagent.hooks.rxjava.RxJavaHook$FlowableWork";

    private static final String OPERATORS = "io.reactivex.rxjava3.internal.operators.";
    private static final String SUBSCRIBE = "subscribeActual";

    /** The table of RxJava. */
    public RxJavaHook() {
        super("RxJava", List.of("3."), "rxjava");
    }

    @Override
    protected List<CallSite> rows() {
        final String flowable = OPERATORS + "flowable.FlowableObserveOn$BaseObserveOnSubscriber";
        final String observable = OPERATORS + "observable.ObservableObserveOn$ObserveOnObserver";
        final String single = OPERATORS + "single.SingleObserveOn$ObserveOnSingleObserver";
        final String maybe = OPERATORS + "maybe.MaybeObserveOn$ObserveOnMaybeObserver";
        final String completable = OPERATORS + "completable.CompletableObserveOn$ObserveOnCompletableObserver";
        final String parallel = OPERATORS + "parallel.ParallelRunOn$";
        return List.of(
                told(
                        Target.of(OPERATORS + "flowable.FlowableUsing", SUBSCRIBE, "org.reactivestreams.Subscriber"),
                        call("FlowableSubscription")),
                told(
                        Target.of(
                                OPERATORS + "single.SingleUsing",
                                SUBSCRIBE,
                                "io.reactivex.rxjava3.core.SingleObserver"),
                        call("SingleSubscription")),
                made(flowable),
                run(flowable),
                made(observable),
                run(observable),
                made(single),
                run(single),
                made(maybe),
                run(maybe),
                made(completable),
                run(completable),
                made(parallel + "BaseRunOnSubscriber"),
                run(parallel + "RunOnSubscriber"),
                run(parallel + "RunOnConditionalSubscriber"));
    }

    /** A stream is subscribed to: the work that is carried under the operator's function goes on here. */
    static final class FlowableSubscription {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("sourceSupplier") Function<?, ?> source) {
            RemitGate.resume(site, source instanceof Proxy ? Proxy.getInvocationHandler(source) : source);
        }
    }

    /** A single is subscribed to: the work that is carried under the operator's function goes on here. */
    static final class SingleSubscription {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("singleFunction") Function<?, ?> source) {
            RemitGate.resume(site, source instanceof Proxy ? Proxy.getInvocationHandler(source) : source);
        }
    }

    /** {@link #SINGLE}. */
    static final class DecidedSingle {
        @SuppressWarnings("unchecked") // the gate's objects are of the shapes that using and doOnEvent take
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.This Object self,
                @Advice.Origin("#m") String method,
                @Advice.AllArguments Object[] arguments,
                @Advice.Return(readOnly = false) Single<Object> result,
                @Advice.Thrown Throwable thrown) {
            if (thrown != null) {
                RemitGate.end(site, null, thrown);
            } else {
                final Object ending = RemitGate.endLater(site, null, null);
                final BiConsumer<Object, Throwable> ended = (BiConsumer<Object, Throwable>) Proxy.newProxyInstance(
                        Single.class.getClassLoader(), new Class<?>[] {BiConsumer.class}, (InvocationHandler) ending);
                final Object subscribed = Proxy.newProxyInstance(
                        Single.class.getClassLoader(),
                        new Class<?>[] {Supplier.class, Function.class, Consumer.class},
                        (InvocationHandler)
                                RemitGate.subscribed(site, ending, result.doOnEvent(ended), self, method, arguments));
                result = Single.using(
                        (Supplier<Object>) subscribed, (Function<Object, Single<Object>>) subscribed, (Consumer<Object>)
                                subscribed);
            }
        }
    }

    /** {@link #FLOWABLE}. */
    static final class DecidedFlowable {
        @SuppressWarnings("unchecked") // the gate's objects are of the shapes that using and doOn… take
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.This Object self,
                @Advice.Origin("#m") String method,
                @Advice.AllArguments Object[] arguments,
                @Advice.Return(readOnly = false) Flowable<Object> result,
                @Advice.Thrown Throwable thrown) {
            if (thrown != null) {
                RemitGate.end(site, null, thrown);
            } else {
                final Object ending = RemitGate.endLater(site, null, null);
                final Object ended = Proxy.newProxyInstance(
                        Flowable.class.getClassLoader(),
                        new Class<?>[] {Action.class, Consumer.class},
                        (InvocationHandler) ending);
                final Object subscribed = Proxy.newProxyInstance(
                        Flowable.class.getClassLoader(),
                        new Class<?>[] {Supplier.class, Function.class, Consumer.class},
                        (InvocationHandler) RemitGate.subscribed(
                                site,
                                ending,
                                result.doOnError((Consumer<Throwable>) ended).doOnTerminate((Action) ended),
                                self,
                                method,
                                arguments));
                result = Flowable.using(
                        (Supplier<Object>) subscribed,
                        (Function<Object, Flowable<Object>>) subscribed,
                        (Consumer<Object>) subscribed);
            }
        }
    }

    /** {@link #SINGLE_WORK}. */
    static final class SingleWork {
        @SuppressWarnings("unchecked") // the gate's object is of the shapes that using takes
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Return(readOnly = false) Single<Object> result,
                @Advice.Thrown Throwable thrown) {
            if (thrown == null) {
                final Object work = Proxy.newProxyInstance(
                        Single.class.getClassLoader(),
                        new Class<?>[] {Supplier.class, Function.class, Consumer.class},
                        (InvocationHandler) RemitGate.subscribed(site, null, result, null, null, null));
                result = Single.using(
                        (Supplier<Object>) work, (Function<Object, Single<Object>>) work, (Consumer<Object>) work);
            }
            RemitGate.end(site, null, thrown);
        }
    }

    /** {@link #FLOWABLE_WORK}. */
    static final class FlowableWork {
        @SuppressWarnings("unchecked") // the gate's object is of the shapes that using takes
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Return(readOnly = false) Flowable<Object> result,
                @Advice.Thrown Throwable thrown) {
            if (thrown == null) {
                final Object work = Proxy.newProxyInstance(
                        Flowable.class.getClassLoader(),
                        new Class<?>[] {Supplier.class, Function.class, Consumer.class},
                        (InvocationHandler) RemitGate.subscribed(site, null, result, null, null, null));
                result = Flowable.using(
                        (Supplier<Object>) work, (Function<Object, Flowable<Object>>) work, (Consumer<Object>) work);
            }
            RemitGate.end(site, null, thrown);
        }
    }
}
