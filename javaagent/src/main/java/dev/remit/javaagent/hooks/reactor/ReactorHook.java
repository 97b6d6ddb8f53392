package dev.remit.javaagent.hooks.reactor;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Assembling is not executing: what a guarded method returns runs on the thread that subscribes, when it does. The hooks put the
 * {@code using} operator around it, whose subscription runs from its first to its last instruction within one method, and which
 * applications seldom use. There the work goes on that the operator's function stands for; for a stream the work that stands in
 * the subscriber's context comes first, for its later parts are assembled on threads that work for nobody. An operator that is the
 * application's own stands for none.
 */
public final class ReactorHook extends LibraryHook {
    /** The key in a subscriber's context under which stands the work that its streams are a part of: what the gate gave. */
    public static final String WORK = "dev.remit.work";

    /**
     * Advice that stands within what decided the call of a public method that returns a {@code Mono}: the call ends when that does,
     * and is decided again for every subscription but the first.
     */
    public static final String MONO = "dev.remit.javaagent.hooks.reactor.ReactorHook$DecidedMono";

    /** Exit advice for an AI agent's work that goes on where the returned {@code Flux} is subscribed to. */
    public static final String FLUX_WORK = "dev.remit.javaagent.hooks.reactor.ReactorHook$FluxWork";

    private static final String PUBLISHER = "reactor.core.publisher.";
    private static final String SUBSCRIBER = "reactor.core.CoreSubscriber";

    /** The table of Reactor. */
    public ReactorHook() {
        super("Reactor", List.of("3.4+"), "reactor-core");
    }

    @Override
    protected List<CallSite> rows() {
        final String flux = PUBLISHER + "FluxPublishOn$PublishOnSubscriber";
        final String conditional = PUBLISHER + "FluxPublishOn$PublishOnConditionalSubscriber";
        final String mono = PUBLISHER + "MonoPublishOn$PublishOnSubscriber";
        return List.of(
                told(Target.of(PUBLISHER + "MonoUsing", "subscribe", SUBSCRIBER), call("MonoSubscription")),
                told(Target.of(PUBLISHER + "FluxUsing", "subscribe", SUBSCRIBER), call("FluxSubscription")),
                made(flux),
                run(flux),
                made(conditional),
                run(conditional),
                made(mono),
                run(mono));
    }

    /** A call is subscribed to: the work that is carried under the operator's function goes on here. */
    static final class MonoSubscription {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("sourceFactory") Function<?, ?> source) {
            RemitGate.resume(site, source);
        }
    }

    /** A stream is subscribed to: the work in the subscriber's context goes on here, or what is carried under the function. */
    static final class FluxSubscription {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site,
                @Advice.Argument(0) CoreSubscriber<?> subscriber,
                @Advice.FieldValue("sourceFactory") Function<?, ?> source) {
            RemitGate.resume(site, subscriber.currentContext().<Object>getOrDefault(ReactorHook.WORK, source));
        }
    }

    /** {@link #MONO}. */
    static final class DecidedMono {
        @SuppressWarnings("unchecked") // the gate's objects are of the types that using and doOn… take
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.This Object self,
                @Advice.Origin("#m") String method,
                @Advice.AllArguments Object[] arguments,
                @Advice.Return(readOnly = false) Mono<Object> result,
                @Advice.Thrown Throwable thrown) {
            if (thrown != null) {
                RemitGate.end(site, null, thrown);
            } else {
                final Object ending = RemitGate.endLater(site, null, null);
                final Object subscribed = RemitGate.subscribed(
                        site,
                        ending,
                        result.doOnError((Consumer<Throwable>) ending).doOnTerminate((Runnable) ending),
                        self,
                        method,
                        arguments);
                result = Mono.using(
                        (Callable<Object>) subscribed, (Function<Object, Mono<Object>>) subscribed, (Consumer<Object>)
                                subscribed);
            }
        }
    }

    /** {@link #FLUX_WORK}. */
    static final class FluxWork {
        @SuppressWarnings("unchecked") // the gate's object is of the types that using takes
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site, @Advice.Return(readOnly = false) Flux<Object> result, @Advice.Thrown Throwable thrown) {
            if (thrown == null) {
                final Object work = RemitGate.subscribed(site, null, result, null, null, null);
                result = Flux.using(
                        (Callable<Object>) work, (Function<Object, Flux<Object>>) work, (Consumer<Object>) work);
            }
            RemitGate.end(site, null, thrown);
        }
    }
}
