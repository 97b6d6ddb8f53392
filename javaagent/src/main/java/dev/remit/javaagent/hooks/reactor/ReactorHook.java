package dev.remit.javaagent.hooks.reactor;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * Assembling is not executing: what a guarded method returns runs on the thread that subscribes, when it does. The hooks put the
 * {@code using} operator around it, whose subscription runs from its first to its last instruction within one method, and which
 * applications seldom use: there the work goes on that the operator's function stands for. An operator that is the
 * application's own stands for none.
 */
public final class ReactorHook implements Hook {
    private static final String PUBLISHER = "reactor.core.publisher.";
    private static final String ADVICE = "dev.remit.javaagent.hooks.reactor.SubscriptionAdvice";

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
        return List.of(subscribe("MonoUsing"), subscribe("FluxUsing"));
    }

    private static CallSite subscribe(String operator) {
        return CallSite.agentScope(PUBLISHER + operator, "subscribe", List.of("reactor.core.CoreSubscriber"), ADVICE);
    }
}
