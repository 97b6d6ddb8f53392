package dev.remit.bench.growth;

import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityParser;
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
import dev.remit.engine.session.SessionKey;
import dev.remit.engine.session.SessionLimits;
import dev.remit.engine.session.SessionListener;
import dev.remit.engine.session.Sessions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A tool call of an AI agent, and around it as much of one thing as is asked for. For one thread each. */
@State(Scope.Thread)
public class GrowthSetting {
    private static final String SPIFFE_ID = "spiffe://acme.com/support";
    private static final String AGENT = "Support";

    /** Calls in turn: neither the same cache lines each time, nor more names than a service has customers at a time. */
    private static final int TURN = 256;

    /** What grows. */
    @Param
    public Dimension dimension = Dimension.POLICIES;

    /** How much of it there is. */
    @Param("10")
    public int size = 10;

    private final SessionKey key = new SessionKey();
    private final String[] names = new String[TURN];
    private @Nullable Sessions sessions;
    private @Nullable DecisionRequest request;
    private String arguments = "{}";
    private long nowMs;
    private int turn;

    /** Everything that outlives a call. */
    @Setup(Level.Trial)
    public void prepare() {
        nowMs = System.currentTimeMillis();
        final int live = dimension == Dimension.SESSIONS ? size : 10;
        final Sessions opened = new Sessions(
                new SessionLimits(live, 86_400_000, SessionLimits.WhenFull.REFUSE), SessionListener.NOBODY, 1);
        for (int i = 0; i < live; i++) {
            final Session session = opened.open(key, AGENT, "customer-" + i, nowMs);
            for (int label = 0; label < (dimension == Dimension.LABELS ? size : 1); label++) {
                session.label("label-" + label);
            }
        }
        for (int i = 0; i < TURN; i++) {
            // A large odd step: neighbours in time are not neighbours in memory.
            names[i] = "customer-" + i * 7_919L % live;
        }
        sessions = opened;
        request = new DecisionRequest(new PolicySnapshot(
                PolicyCompiler.compile(
                        PolicyParser.parse(List.of(new PolicySource("bench.cedar", policies()))),
                        entities(),
                        ErrorMode.GUARD),
                Identities.configured(SpiffeId.parse(SPIFFE_ID)),
                Surroundings.UNKNOWN));
        if (dimension == Dimension.ARGUMENTS) {
            arguments = "{\"note\": \"" + "x".repeat(size) + "\", \"amount\": 40}";
        }
    }

    private String policies() {
        final String rest = ", action == Remit::Action::\"refund\", resource)";
        return switch (dimension) {
            case POLICIES ->
                IntStream.range(0, size)
                        .mapToObj(i -> "permit (principal is Remit::Agent, action == Remit::Action::\"refund"
                                + (i == 0 ? "" : "-" + i) + "\", resource);\n")
                        .collect(Collectors.joining());
            case GROUPS -> "permit (principal in Remit::Team::\"team-" + (size - 1) + "\"" + rest + ";";
            case LABELS ->
                "permit (principal is Remit::Agent" + rest + ";\nforbid (principal" + rest
                        + " when { context.session.labels.contains(\"customer-data\") };";
            case ARGUMENTS -> "permit (principal is Remit::Agent" + rest + " when { context.input.amount < 100 };";
            case ENTITIES, SESSIONS -> "permit (principal is Remit::Agent" + rest + ";";
        };
    }

    private EntityStore entities() {
        return switch (dimension) {
            case ENTITIES ->
                EntityParser.parse(
                        "bench.json",
                        IntStream.range(0, size)
                                .mapToObj(i -> entity(
                                        "Remit::Agent",
                                        i == 0 ? SPIFFE_ID : "spiffe://acme.com/agent-" + i,
                                        "{\"level\": " + i + "}",
                                        ""))
                                .collect(Collectors.joining(",\n", "[", "]")));
            case GROUPS ->
                EntityParser.parse(
                        "bench.json",
                        IntStream.range(-1, size)
                                .mapToObj(i -> entity(
                                        i < 0 ? "Remit::Agent" : "Remit::Team",
                                        i < 0 ? SPIFFE_ID : "team-" + i,
                                        "{}",
                                        i == size - 1
                                                ? ""
                                                : "{\"type\": \"Remit::Team\", \"id\": \"team-" + (i + 1) + "\"}"))
                                .collect(Collectors.joining(",\n", "[", "]")));
            default -> EntityStore.empty();
        };
    }

    private static String entity(String type, String id, String attributes, String parent) {
        return "{\"uid\": {\"type\": \"" + type + "\", \"id\": \"" + id + "\"}, \"attrs\": " + attributes
                + ", \"parents\": [" + parent + "]}";
    }

    /** The session found, the call asked, decided and settled. */
    boolean call() {
        final DecisionRequest asked = Objects.requireNonNull(request);
        turn = (turn + 1) & (TURN - 1);
        asked.by(Objects.requireNonNull(sessions).open(key, AGENT, names[turn], nowMs), null, nowMs);
        asked.tool(AGENT, "refund", arguments);
        final boolean allowed = asked.isAllowed();
        asked.settle(allowed, allowed);
        asked.clear();
        if (!allowed) {
            throw new IllegalStateException("denied: " + asked.reason());
        }
        return true;
    }
}
