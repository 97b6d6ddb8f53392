package dev.remit.javaagent.enforce;

import dev.remit.engine.config.NamePatterns;
import dev.remit.engine.delegation.DelegatedTask;
import dev.remit.engine.delegation.DelegationException;
import dev.remit.engine.delegation.TaskTokens;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.identity.Svid;
import dev.remit.engine.identity.WorkloadIdentity;
import dev.remit.engine.policy.Vocabulary;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.Task;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which tasks are handed on to other hosts, and taken from others. Thread-safe. */
public final class Delegations {
    /** None. */
    public static final Delegations NONE = new Delegations(NamePatterns.NONE, NamePatterns.NONE);

    private final NamePatterns hosts;
    private final Set<String> audience;

    /** Null where there are none: a start has no use for the classes of tokens. */
    private final @Nullable TaskTokens tokens;

    /**
     * @param hosts to which tasks are handed on
     * @param audience the names of this one
     */
    public Delegations(NamePatterns hosts, NamePatterns audience) {
        this.hosts = hosts;
        this.audience = Set.copyOf(audience.patterns());
        this.tokens = hosts.isEmpty() && this.audience.isEmpty() ? null : new TaskTokens(System.currentTimeMillis());
    }

    /** Whether requests bring tasks along. */
    boolean takes() {
        return !audience.isEmpty();
    }

    /** Whether a task goes along to a host. */
    boolean goesTo(String host, int port) {
        return !hosts.isEmpty() && hosts.matches(Vocabulary.hostId(host, port));
    }

    /** Why a task that should go along can't; null where it can, or need not. */
    @Nullable
    String problem(@Nullable Task task, String host, int port, Identities identities, @Nullable Session session) {
        return task == null || !goesTo(host, port) || identities.svid(agent(session)) != null
                ? null
                : "the task can't be handed on to " + host + ": no SVID proves who hands it on";
    }

    /** What goes along to a host; null for nothing. */
    @Nullable
    String token(Task task, String host, int port, Identities identities, @Nullable Session session, long nowMs)
            throws DelegationException {
        final @Nullable Svid svid = goesTo(host, port) ? identities.svid(agent(session)) : null;
        return svid == null
                ? null
                : Objects.requireNonNull(tokens)
                        .issue(DelegatedTask.of(task, svid.id()), svid, Vocabulary.hostId(host, port), nowMs);
    }

    /** What came along, once; throws what is said of a token that is not good. */
    DelegatedTask accept(String token, Identities identities, long nowMs) throws DelegationException {
        final @Nullable WorkloadIdentity proof = identities.proof();
        return Objects.requireNonNull(tokens)
                .accept(
                        token,
                        proof == null
                                ? WorkloadIdentity.configured(
                                        identities.workload().id())
                                : proof,
                        audience,
                        nowMs);
    }

    private static @Nullable String agent(@Nullable Session session) {
        return session == null ? null : session.agent();
    }
}
