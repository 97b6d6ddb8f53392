package dev.remit.engine.policy;

import java.util.Map;

/** Decides calls of each kind by policies that are not in force yet: what can't decide must not come into force. Stateless. */
final class SnapshotTrial {
    private static final String NAME = "remit-self-test";

    /** A name that no resolver knows (RFC 6761). */
    private static final String HOST = "remit-self-test.invalid";

    private SnapshotTrial() {}

    /** Throws what deciding throws. What is decided does not matter. */
    static void run(PolicySnapshot snapshot) {
        final DecisionRequest request = new DecisionRequest(snapshot);
        decideAs(request, true);
        decideAs(request, false);
    }

    private static void decideAs(DecisionRequest request, boolean agent) {
        request.tool(agent, NAME, NAME, "{}");
        decide(request);
        request.tool(agent, NAME, NAME, Map.of());
        decide(request);
        request.http(agent, "GET", "https", HOST, -1, "/");
        decide(request);
        request.secret(agent, NAME, NAME);
        decide(request);
        request.connect(agent, HOST, 443);
        decide(request);
        request.exec(agent, NAME);
        decide(request);
    }

    /** All that the enforcement point asks of a decision. */
    @SuppressWarnings("ReturnValueIgnored")
    private static void decide(DecisionRequest request) {
        request.isAllowed();
        request.reason();
        for (int i = 0; i < request.errorCount(); i++) {
            request.erroringPolicyId(i);
            request.errorMessage(i);
        }
    }
}
