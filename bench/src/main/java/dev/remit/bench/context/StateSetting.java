package dev.remit.bench.context;

import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.PolicySnapshot;
import dev.remit.engine.policy.Surroundings;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.Task;
import dev.remit.engine.session.TaskListener;
import dev.remit.engine.session.TaskSpec;
import dev.remit.engine.session.Tasks;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A tool call within a session and a task, decided by a permit that reads nothing of them, a budget, or all that there is; or by one
 * that reads nothing, beside another that would read all and never comes to it: what keeping and handing over costs without asking.
 */
@State(Scope.Thread)
public class StateSetting {
    private static final String SPIFFE_ID = "spiffe://acme.com/support";

    private static final String NOTHING = "true";

    private static final String BUDGET = "context.session.calls < 9000000000";

    private static final String ALL = """
            context.session.calls < 9000000000 && context.session.denials == 0 && context.session.toolCalls < 9000000000
            && context.session.toolDenials == 0 && context.session.consecutiveDenials == 0 && context.session.pivots == 0
            && context.session.rate1m < 9000000000 && context.session.rate1h < 9000000000 && context.session.ageMs >= 0
            && !(context.session has lastTool && context.session.lastTool == "wire")
            && !(context.session.labels.contains("customer-data")) && !(context.session.calledTools.contains("wire"))
            && !(context.session.contactedHosts.contains("paste.example")) && !(context.session.fetchedSecrets.contains("db"))
            && context has task && context.task.intent == "refund" && context.task has user
            && context.task.user == "user:alice" && context.task.ageMs >= 0 && context.task.remainingMs > 0
            && context.task.depth == 0 && context.task.chain.contains("spiffe://acme.com/support")
            && context.task.labels.contains("money") && !context.task.granted && context.task.budgets.calls > 0
            && context.system.now > datetime("2026-01-01") && context.system.hour < 24 && context.system.weekday < 8
            """;

    /** What the permit reads. */
    @Param({"nothing", "budget", "kept", "all"})
    public String reads = "nothing";

    private final String arguments = "{\"booking\":\"B-4711\"}";
    private @Nullable DecisionRequest request;
    private @Nullable Session session;
    private @Nullable Task task;
    private long nowMs;

    /** Everything that outlives a call. */
    @Setup(Level.Trial)
    public void prepare() {
        nowMs = System.currentTimeMillis();
        final String policies = switch (reads) {
            case "nothing" -> permit(NOTHING);
            case "budget" -> permit(BUDGET);
            case "kept" -> permit(NOTHING) + permit("context.session.calls < 0 && " + ALL);
            default -> permit(ALL);
        };
        request = new DecisionRequest(new PolicySnapshot(
                PolicyCompiler.compile(
                        PolicyParser.parse(List.of(new PolicySource("bench.cedar", policies))),
                        EntityStore.empty(),
                        ErrorMode.GUARD),
                Identities.configured(SpiffeId.parse(SPIFFE_ID)),
                Surroundings.UNKNOWN));
        session = new Session("Support", "customer-4711", nowMs);
        task = new Tasks(TaskListener.NOBODY)
                .open(
                        new TaskSpec(
                                "refund",
                                "user:alice",
                                86_400_000,
                                Map.of("calls", Long.MAX_VALUE / 2),
                                List.of("money"),
                                List.of()),
                        null,
                        SPIFFE_ID,
                        nowMs);
    }

    private static String permit(String condition) {
        return "permit (principal is Remit::Agent, action == Remit::Action::\"refund\", resource) when { " + condition
                + " };\n";
    }

    /** Asked, decided and settled, as the enforcement point does. */
    boolean call() {
        final DecisionRequest asked = Objects.requireNonNull(request);
        asked.by(session, task, nowMs);
        asked.tool("Support", "refund", arguments);
        final boolean allowed = asked.isAllowed();
        asked.settle(allowed, allowed);
        asked.clear();
        if (!allowed) {
            throw new IllegalStateException("denied: " + asked.reason());
        }
        return true;
    }
}
