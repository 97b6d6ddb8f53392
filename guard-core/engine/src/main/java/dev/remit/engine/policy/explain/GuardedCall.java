package dev.remit.engine.policy.explain;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.parse.EntityUidParser;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.engine.policy.Surroundings;
import dev.remit.engine.policy.Vocabulary;
import dev.remit.engine.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * The names of a call's parties, from which the decision point's request is made again, so that they have the groups and attributes that the guard
 * gives them. Immutable.
 *
 * @param identity who makes the call, or in whose workload it is made
 */
record GuardedCall(SpiffeId identity, EntityUid principal, EntityUid action, EntityUid resource) {
    private static final int HTTP_PORT = 80;

    /** The call; null where the names are of no call that the guard makes. */
    static @Nullable GuardedCall of(EntityUid principal, EntityUid action, EntityUid resource) {
        boolean known =
                principal.type().equals(Vocabulary.AGENT) || principal.type().equals(Vocabulary.WORKLOAD);
        if (!known || !action.type().equals(Vocabulary.ACTION)) {
            return null;
        }
        try {
            return new GuardedCall(SpiffeId.parse(principal.id()), principal, action, resource);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As Cedar writes it; null where it is not whole. */
    static @Nullable EntityUid entity(@Nullable String text) {
        return text == null ? null : EntityUidParser.parse(text);
    }

    /** Whether an AI agent makes it, not the application itself. */
    boolean isAgents() {
        return principal.type().equals(Vocabulary.AGENT);
    }

    /** A session of which nothing is known; null where an AI agent makes no call. */
    @Nullable
    Session freshSession(long nowMs) {
        return isAgents() ? new Session(null, principal.id(), nowMs) : null;
    }

    /** The request as it would be without anything done before; null where the names are of no call that the guard makes. */
    @Nullable
    DecisionRequest fresh(CompiledPolicies policies, long nowMs) {
        DecisionRequest request = new DecisionRequest(
                new PolicySnapshot(policies, Identities.configured(identity), Surroundings.UNKNOWN));
        request.by(freshSession(nowMs), null, nowMs);
        return ask(request, null) ? request : null;
    }

    /**
     * Fills a request whose session and task are told.
     *
     * @param arguments a tool's, as JSON; an HTTP request's path; null for none
     * @return false where the names are of no call that the guard makes
     */
    boolean ask(DecisionRequest request, @Nullable String arguments) {
        String id = resource.id();
        switch (resource.type()) {
            case Vocabulary.TOOLSET -> request.tool(id, action.id(), arguments);
            case Vocabulary.HOST -> {
                if (action.id().equals(Vocabulary.CONNECT)) {
                    request.connect(Vocabulary.hostName(id), Vocabulary.hostPort(id));
                } else {
                    request.http(action.id(), scheme(), Vocabulary.hostName(id), Vocabulary.hostPort(id), arguments);
                }
            }
            case Vocabulary.SECRET -> {
                int end = id.indexOf('/');
                if (!action.id().equals(Vocabulary.FETCH_SECRET) || end < 0) {
                    return false;
                }
                request.secret(id.substring(0, end), id.substring(end + 1));
            }
            case Vocabulary.PROGRAM -> {
                if (!action.id().equals(Vocabulary.EXEC)) {
                    return false;
                }
                request.exec(id);
            }
            case Vocabulary.CODE -> {
                if (!action.id().equals(Vocabulary.LOAD_CODE)) {
                    return false;
                }
                request.load(id);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The scheme that is likely at a host's port: nothing records it. */
    String scheme() {
        return Vocabulary.hostPort(resource.id()) == HTTP_PORT ? "http" : "https";
    }
}
