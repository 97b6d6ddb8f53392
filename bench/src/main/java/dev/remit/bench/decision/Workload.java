package dev.remit.bench.decision;

import java.util.ArrayList;
import java.util.List;

/**
 * The policies and requests that every engine gets. Permit number i is for one team, one action and one shop, all its own, and
 * asks two numbers and one text of the context. The forbids are for everyone: each is evaluated and none applies.
 *
 * <p>Requests go round among the permits, so that an engine's data is not always the same few cache lines.
 */
final class Workload {
    /** Different requests; a power of two. */
    static final int REQUESTS = 256;

    /** Numbers are out of range from there on. */
    private static final long NEVER = 1_000_000;

    private Workload() {}

    /**
     * A request in raw values, as an enforcement point has them.
     *
     * @param policy the permit that applies
     * @param amount fits
     * @param attempts fits
     * @param path fits
     */
    record Request(int policy, long amount, long attempts, String path) {}

    static List<Request> requests(int policies) {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            // A large odd step: neighbours in time are not neighbours in memory.
            int policy = (int) (i * 7919L % policies);
            requests.add(new Request(policy, 40 + i % 50, i % 3, "/accounts/" + (4711 + i) + "/refunds"));
        }
        return requests;
    }

    /** A permit's highest amount. */
    static long ceiling(int policy) {
        return 100L + policy;
    }

    /** A permit's attempts, all below it. */
    static long attempts(int policy) {
        return 3L + policy % 5;
    }

    /** Why a forbid does not apply: its first comparison, its second, or its pattern. */
    enum Miss {
        AMOUNT,
        ATTEMPTS,
        PATH;

        static Miss of(int forbid) {
            return values()[forbid % values().length];
        }
    }

    /** A forbid applies to amounts above it. */
    static long floor(int forbid) {
        return Miss.of(forbid) == Miss.AMOUNT ? NEVER + forbid : 0;
    }

    /** A forbid applies to so many attempts. */
    static long fewest(int forbid) {
        return Miss.of(forbid) == Miss.ATTEMPTS ? NEVER + forbid : 0;
    }

    /** A forbid applies to paths that begin so. */
    static String folder(int forbid) {
        return Miss.of(forbid) == Miss.PATH ? "/admin-" + forbid + "/" : "/accounts/";
    }

    /** As Cedar: forbids first. */
    static String cedar(int policies, int forbids) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < forbids; i++) {
            text.append("@id(\"f")
                    .append(i)
                    .append("\") forbid (principal, action, resource)\nwhen { context.amount > ");
            text.append(floor(i)).append(" && context.attempts >= ").append(fewest(i));
            text.append(" && context.path like \"").append(folder(i)).append("*\" };\n");
        }
        for (int i = 0; i < policies; i++) {
            text.append("@id(\"p")
                    .append(i)
                    .append("\") permit (principal in Team::\"team-")
                    .append(i);
            text.append("\", action == Action::\"refund-")
                    .append(i)
                    .append("\", resource in Shop::\"shop-")
                    .append(i);
            text.append("\")\nwhen { context.amount <= ").append(ceiling(i));
            text.append(" && context.attempts < ").append(attempts(i));
            text.append(" && context.path like \"/accounts/*/refunds\" };\n");
        }
        return text.toString();
    }
}
