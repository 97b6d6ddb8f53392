package dev.remit.javaagent.hooks.reactor;

import dev.remit.javaagent.hooks.LibraryRows;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * Assembling is not executing: what a guarded method returns runs on the thread that subscribes, when it does. The hooks put the
 * {@code using} operator around it, whose subscription runs from its first to its last instruction within one method, and which
 * applications seldom use. There the work goes on that the operator's function stands for; for a stream the work that stands in
 * the subscriber's context comes first, for its later parts are assembled on threads that work for nobody. An operator that is the
 * application's own stands for none.
 */
public final class ReactorHook implements Hook {
    /** The key in a subscriber's context under which stands the work that its streams are a part of: what the gate gave. */
    public static final String WORK = "dev.remit.work";

    private static final String PUBLISHER = "reactor.core.publisher.";
    private static final String HERE = "dev.remit.javaagent.hooks.reactor.";

    @Override
    public String library() {
        return "Reactor";
    }

    @Override
    public List<String> jars() {
        return List.of("reactor-core");
    }

    @Override
    public List<String> versions() {
        return List.of("3.");
    }

    @Override
    public List<CallSite> callSites() {
        final String flux = PUBLISHER + "FluxPublishOn$PublishOnSubscriber";
        final String conditional = PUBLISHER + "FluxPublishOn$PublishOnConditionalSubscriber";
        final String mono = PUBLISHER + "MonoPublishOn$PublishOnSubscriber";
        return List.of(
                subscribe("MonoUsing", "CallAdvice"),
                subscribe("FluxUsing", "StreamAdvice"),
                LibraryRows.made(flux),
                LibraryRows.run(flux),
                LibraryRows.made(conditional),
                LibraryRows.run(conditional),
                LibraryRows.made(mono),
                LibraryRows.run(mono));
    }

    private static CallSite subscribe(String operator, String advice) {
        return CallSite.agentScope(
                PUBLISHER + operator, "subscribe", List.of("reactor.core.CoreSubscriber"), HERE + advice);
    }
}
