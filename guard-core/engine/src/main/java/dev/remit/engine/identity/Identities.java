package dev.remit.engine.identity;

import dev.remit.engine.config.SpiffeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The workload and its AI agents, as whom they act at a time. Immutable. */
public final class Identities {
    private final AgentIdentity workload;
    private final List<AgentIdentity> agents;
    private final boolean required;
    private final @Nullable WorkloadIdentity proof;

    /**
     * @param workload the application itself
     * @param agents AI agents that act as somebody else, by the name that the framework gives them; null for one without
     * @param required whether nothing is allowed while the workload is not attested
     */
    public Identities(AgentIdentity workload, List<AgentIdentity> agents, boolean required) {
        this(workload, agents, required, null);
    }

    private Identities(
            AgentIdentity workload, List<AgentIdentity> agents, boolean required, @Nullable WorkloadIdentity proof) {
        this.proof = proof;
        this.workload = workload;
        this.agents = List.copyOf(agents);
        this.required = required;
    }

    /** What the configuration says, and nobody attests. */
    public static Identities configured(SpiffeId id) {
        return new Identities(new AgentIdentity(id, false, 0, null), List.of(), false);
    }

    /**
     * What the configuration says of the workload and its AI agents, and nobody attests. An agent that is to have an SVID acts as the
     * workload for as long as there is none.
     */
    public static Identities configured(SpiffeId id, List<AgentRule> rules, boolean required) {
        List<AgentIdentity> agents = new ArrayList<>();
        for (AgentRule rule : rules) {
            agents.add(new AgentIdentity(rule.id() == null ? id : rule.id(), false, 0, rule.agent()));
        }
        return new Identities(new AgentIdentity(id, false, 0, null), agents, required);
    }

    /** What the SPIFFE Workload API proves now; what it does not is the configuration's. */
    public static Identities of(WorkloadIdentity identity, List<AgentRule> rules, boolean required) {
        List<AgentIdentity> agents = new ArrayList<>();
        for (AgentRule rule : rules) {
            agents.add(agent(identity, rule));
        }
        return new Identities(
                new AgentIdentity(identity.id(), identity.isAttested(), identity.expiresMs(), null),
                agents,
                required,
                identity);
    }

    /** An agent whose SVID is not there acts as the workload, unattested: nothing is permitted by a name that nobody proves. */
    private static AgentIdentity agent(WorkloadIdentity identity, AgentRule rule) {
        @Nullable SpiffeId id = rule.id();
        @Nullable
        Svid svid = rule.svid() != null ? identity.svidByHint(rule.svid()) : id == null ? null : identity.svidById(id);
        if (svid != null) {
            return new AgentIdentity(svid.id(), true, svid.expiresMs(), rule.agent());
        }
        return new AgentIdentity(id == null ? identity.id() : id, false, 0, rule.agent());
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
        for (AgentIdentity agent : agents) {
            if (Objects.equals(agent.agent(), name)) {
                return agent;
            }
        }
        return new AgentIdentity(workload.id(), workload.attested(), workload.expiresMs(), name);
    }

    /** What the SPIFFE Workload API proves; null where none is asked. */
    public @Nullable WorkloadIdentity proof() {
        return proof;
    }

    /**
     * The SVID by which an AI agent, or the workload, proves who it is; the workload's where the agent has none. Null where nothing is
     * proven now.
     *
     * @param name what the framework calls the agent; null for the workload
     */
    public @Nullable Svid svid(@Nullable String name) {
        if (proof == null) {
            return null;
        }
        final @Nullable Svid own = proof.svidById(agent(name).id());
        return own == null ? proof.svid() : own;
    }

    /** Why nothing may be allowed; null where policies are to be asked. */
    public @Nullable String problem() {
        return required && !workload.attested()
                ? "no valid SVID attests the identity " + workload.id() + ", and identity.required=on"
                : null;
    }
}
