package dev.remit.engine.policy;

import dev.remit.engine.session.Session;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides calls of each kind by policies that are not in force yet: what can't decide must not come into force. Stateless. */
final class SnapshotTrial {
    private static final String NAME = "remit-self-test";

    /** A name that no resolver knows (RFC 6761). */
    private static final String HOST = "remit-self-test.invalid";

    private SnapshotTrial() {}

    /** Throws what deciding throws. What is decided does not matter. */
    static void run(PolicySnapshot snapshot) {
        final DecisionRequest request = new DecisionRequest(snapshot);
        decideIn(request, new Session(NAME, NAME, 0));
        decideIn(request, null);
    }

    private static void decideIn(DecisionRequest request, @Nullable Session session) {
        request.by(session, null, System.currentTimeMillis());
        request.tool(NAME, NAME, "{}");
        decide(request);
        request.tool(NAME, NAME, Map.of());
        decide(request);
        request.http("GET", "https", HOST, -1, "/");
        decide(request);
        request.secret(NAME, NAME);
        decide(request);
        request.connect(HOST, 443);
        decide(request);
        request.exec(NAME);
        decide(request);
    }

    /** All that the enforcement point asks of a decision. */
    @SuppressWarnings("ReturnValueIgnored")
    private static void decide(DecisionRequest request) {
        final boolean allowed = request.isAllowed();
        request.reason();
        for (int i = 0; i < request.errorCount(); i++) {
            request.erroringPolicyId(i);
            request.errorMessage(i);
        }
        request.settle(allowed, true);
    }
}
