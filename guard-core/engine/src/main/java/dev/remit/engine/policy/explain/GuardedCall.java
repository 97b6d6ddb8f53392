package dev.remit.engine.policy.explain;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.engine.policy.Surroundings;
import dev.remit.engine.policy.Vocabulary;
import dev.remit.engine.session.Session;
import org.jspecify.annotations.Nullable;

/** Makes the decision point's request again from the names of its parties, so that they have the groups and attributes that the guard gives them. */
final class GuardedCall {
    private static final int HTTP_PORT = 80;

    private GuardedCall() {}

    /**
     * The request.
     *
     * @param arguments a tool's, as JSON; an HTTP request's path; null for none
     * @param nowMs when it is asked, in milliseconds since the epoch
     * @return null where the names are of no call that the guard makes
     */
    static @Nullable DecisionRequest of(
            CompiledPolicies policies,
            EntityUid principal,
            EntityUid action,
            EntityUid resource,
            @Nullable String arguments,
            long nowMs) {
        boolean agent = principal.type().equals(Vocabulary.AGENT);
        if ((!agent && !principal.type().equals(Vocabulary.WORKLOAD))
                || !action.type().equals(Vocabulary.ACTION)) {
            return null;
        }
        SpiffeId identity;
        try {
            identity = SpiffeId.parse(principal.id());
        } catch (IllegalArgumentException e) {
            return null;
        }
        DecisionRequest request = new DecisionRequest(
                new PolicySnapshot(policies, Identities.configured(identity), Surroundings.UNKNOWN));
        request.by(agent ? new Session(null, principal.id(), nowMs) : null, null, nowMs);
        return fill(request, action.id(), resource, arguments) ? request : null;
    }

    private static boolean fill(
            DecisionRequest request, String action, EntityUid resource, @Nullable String arguments) {
        String id = resource.id();
        switch (resource.type()) {
            case Vocabulary.TOOLSET -> request.tool(id, action, arguments);
            case Vocabulary.HOST -> {
                if (action.equals(Vocabulary.CONNECT)) {
                    request.connect(Vocabulary.hostName(id), Vocabulary.hostPort(id));
                } else {
                    request.http(action, scheme(resource), Vocabulary.hostName(id), Vocabulary.hostPort(id), arguments);
                }
            }
            case Vocabulary.SECRET -> {
                int end = id.indexOf('/');
                if (!action.equals(Vocabulary.FETCH_SECRET) || end < 0) {
                    return false;
                }
                request.secret(id.substring(0, end), id.substring(end + 1));
            }
            case Vocabulary.PROGRAM -> {
                if (!action.equals(Vocabulary.EXEC)) {
                    return false;
                }
                request.exec(id);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The scheme that is likely at a host's port: nothing records it. */
    static String scheme(EntityUid host) {
        return Vocabulary.hostPort(host.id()) == HTTP_PORT ? "http" : "https";
    }
}
