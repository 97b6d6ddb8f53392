package dev.remit.engine.identity;

import dev.remit.engine.config.SpiffeId;
import org.jspecify.annotations.Nullable;

/** The workload and its AI agents, as whom they act at a time. Immutable. */
public final class Identities {
    private final AgentIdentity workload;

    private Identities(AgentIdentity workload) {
        this.workload = workload;
    }

    /** What the configuration says, and nobody attests. */
    public static Identities configured(SpiffeId id) {
        return new Identities(new AgentIdentity(id, false, 0, null));
    }

    /** The application itself. */
    public AgentIdentity workload() {
        return workload;
    }

    /**
     * An AI agent.
     *
     * @param name what the framework calls it; null where it does not say
     */
    public AgentIdentity agent(@Nullable String name) {
        return new AgentIdentity(workload.id(), workload.attested(), workload.expiresMs(), name);
    }
}
