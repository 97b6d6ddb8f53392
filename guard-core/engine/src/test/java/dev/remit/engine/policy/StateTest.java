package dev.remit.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.AgentIdentity;
import dev.remit.engine.identity.AgentRule;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.session.Grant;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.Task;
import dev.remit.engine.session.TaskListener;
import dev.remit.engine.session.TaskSpec;
import dev.remit.engine.session.Tasks;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies that ask what was done so far, in which task, and when. */
class StateTest {
    private static final long NOW = Instant.parse("2026-07-01T22:30:00Z").toEpochMilli();
    private static final String PERMIT_ALL = "permit (principal, action, resource);";

    private final Session session = new Session("Support", "customer-4711", NOW);

    private static DecisionRequest request(String policies) {
        return new DecisionRequest(Requests.snapshot(policies));
    }

    private boolean tool(DecisionRequest request, @Nullable Task task, String name, long nowMs) {
        request.by(session, task, nowMs);
        request.tool("Support", name, "{}");
        final boolean allowed = request.isAllowed();
        request.settle(allowed, allowed);
        return allowed;
    }

    private boolean http(DecisionRequest request, @Nullable Session by, String host) {
        request.by(by, null, NOW);
        request.http("GET", "https", host, -1, "/");
        final boolean allowed = request.isAllowed();
        request.settle(allowed, allowed);
        return allowed;
    }

    private static Task task(TaskSpec spec) {
        return new Tasks(TaskListener.NOBODY).open(spec, null, Requests.SPIFFE_ID, NOW);
    }

    @Test
    void shouldKeepABudget() {
        final DecisionRequest request = request(
                PERMIT_ALL
                        + "forbid (principal, action in Remit::Action::\"CallTool\", resource) when { context.session.calls >= 2 };");
        assertThat(tool(request, null, "read", NOW)).isTrue();
        assertThat(tool(request, null, "read", NOW)).isTrue();
        assertThat(tool(request, null, "read", NOW)).isFalse();
        assertThat(tool(request, null, "read", NOW)).isFalse();
    }

    @Test
    void shouldKeepARate() {
        final DecisionRequest request = request(
                "permit (principal, action, resource) when { context.session.rate1m < 2 && context.session.rate1h < 3 };");
        assertThat(tool(request, null, "read", NOW)).isTrue();
        assertThat(tool(request, null, "read", NOW)).isTrue();
        assertThat(tool(request, null, "read", NOW)).isFalse();
        assertThat(tool(request, null, "read", NOW + 70_000)).isTrue();
        assertThat(tool(request, null, "read", NOW + 140_000)).isFalse();
    }

    @Test
    void shouldAskForWhatWasDoneBefore() {
        final DecisionRequest request = request("""
                permit (principal, action == Remit::Action::"look_up", resource);
                permit (principal, action == Remit::Action::"refund", resource)
                when { context.session.calledTools.contains("look_up") && context.session has lastTool
                       && context.session.lastTool == "look_up" };
                """);
        assertThat(tool(request, null, "refund", NOW)).isFalse();
        assertThat(tool(request, null, "look_up", NOW)).isTrue();
        assertThat(tool(request, null, "refund", NOW)).isTrue();
        assertThat(tool(request, null, "refund", NOW)).isFalse();
    }

    @Test
    void shouldBoundRetriesAndPivots() {
        final DecisionRequest request = request(PERMIT_ALL + """
                forbid (principal, action in [Remit::Action::"wire", Remit::Action::"pay", Remit::Action::"refund"], resource)
                when { context.session.ageMs < 1000 };
                forbid (principal, action in Remit::Action::"CallTool", resource)
                when { context.session.pivots >= 2 || context.session.toolDenials >= 3
                       || context.session.consecutiveDenials >= 5 };
                """);
        assertThat(tool(request, null, "wire", NOW)).isFalse();
        assertThat(tool(request, null, "pay", NOW)).isFalse();
        assertThat(tool(request, null, "read", NOW)).as("the third tool").isFalse();
        assertThat(tool(request, null, "wire", NOW + 2000))
                .as("one that was refused, once it may")
                .isFalse();
    }

    /** The issue's own example. */
    @Test
    void shouldKeepWhatASessionHasTouchedWithinItsDomain() {
        final DecisionRequest request = request(PERMIT_ALL + """
                @label("customer-data, pii")
                permit (principal, action == Remit::Action::"read_customer", resource);
                forbid (principal, action in Remit::Action::"HttpRequest", resource)
                when { context.session.labels.contains("customer-data") && !(resource in Remit::Domain::"acme.com") };
                """);
        assertThat(http(request, session, "paste.example")).isTrue();
        assertThat(tool(request, null, "read_customer", NOW)).isTrue();
        assertThat(http(request, session, "paste.example")).isFalse();
        assertThat(http(request, session, "api.acme.com")).isTrue();
        assertThat(session.labelNames()).containsExactly("customer-data", "pii");
        assertThat(http(request, null, "paste.example"))
                .as("the application itself has touched nothing")
                .isTrue();
    }

    @Test
    void shouldAskForHostsAndSecrets() {
        final DecisionRequest request = request(PERMIT_ALL + """
                forbid (principal, action in Remit::Action::"HttpRequest", resource)
                when { context.session.fetchedSecrets.contains("aws-sm/prod/db")
                       && !context.session.contactedHosts.contains("db.acme.com") };
                """);
        assertThat(http(request, session, "other.example")).isTrue();
        request.by(session, null, NOW);
        request.secret("aws-sm", "prod/db");
        request.settle(request.isAllowed(), true);
        assertThat(http(request, session, "other.example")).isFalse();
        assertThat(http(request, session, "db.acme.com")).isFalse();
        request.by(session, null, NOW);
        request.connect("db.acme.com", 5432);
        request.settle(request.isAllowed(), true);
        assertThat(http(request, session, "other.example")).isTrue();
    }

    @Test
    void shouldAskWhatTheTaskIsFor() {
        final DecisionRequest request = request("""
                permit (principal, action == Remit::Action::"refund", resource)
                when { context has task && context.task.intent == "refund" && context.task has user
                       && context.task.user == "user:alice" && context.task.depth == 0
                       && context.task.labels.contains("money") && context.task.chain.contains("%s")
                       && context.task.budgets.calls > 0 && context.task.remainingMs > 500 && context.task.ageMs >= 0 };
                """.formatted(Requests.SPIFFE_ID));
        final TaskSpec spec =
                new TaskSpec("refund", "user:alice", 1000, Map.of("calls", 2L), List.of("money"), List.of());
        final Task task = task(spec);
        assertThat(tool(request, null, "refund", NOW)).isFalse();
        assertThat(tool(request, task, "refund", NOW)).isTrue();
        assertThat(tool(request, task, "refund", NOW + 600)).isFalse();
        assertThat(tool(request, task, "refund", NOW)).isTrue();
        assertThat(tool(request, task, "refund", NOW)).as("the budget's end").isFalse();
        assertThat(request.reason()).contains("has no calls left of its budget of 2");
        assertThat(tool(
                        request,
                        task(new TaskSpec("plan", "user:alice", 1000, Map.of(), List.of(), List.of())),
                        "refund",
                        NOW))
                .isFalse();
    }

    @Test
    void shouldHonourAGrantWherePoliciesDo() {
        final DecisionRequest request = request("""
                permit (principal, action == Remit::Action::"wire", resource) when { context has task && context.task.granted };
                """);
        final Tasks tasks = new Tasks(TaskListener.NOBODY);
        final Task task = tasks.open(
                new TaskSpec("refund", null, 0, Map.of(), List.of(), List.of("read")), null, Requests.SPIFFE_ID, NOW);
        assertThat(tool(request, task, "wire", NOW)).isFalse();
        tasks.grant(task, new Grant("wire", "Remit::Toolset::\"Support\"", "approved", NOW + 1000, 1), NOW);
        request.by(session, task, NOW);
        request.tool("Support", "wire", "{}");
        assertThat(request.isAllowed()).isTrue();
        request.by(session, task, NOW);
        assertThat(tool(request, task, "wire", NOW))
                .as("what was not settled is not used")
                .isTrue();
        assertThat(tool(request, task, "wire", NOW)).isFalse();
        assertThat(tool(request, task, "read", NOW)).as("no policy permits it").isFalse();
    }

    @Test
    void shouldKnowWhenAndWhereItIsAsked() {
        final String policy = """
                permit (principal, action, resource)
                when { context.system.hour == 0 && context.system.weekday == 4
                       && context.system.now > datetime("2026-07-01T22:00:00Z")
                       && context.system.environment == "production" && context.system.tenant == "acme" };
                """;
        final PolicySnapshot berlin = new PolicySnapshot(
                Requests.snapshot(policy).policies,
                Identities.configured(SpiffeId.parse(Requests.SPIFFE_ID)),
                new Surroundings("production", "acme", "Europe/Berlin"));
        assertThat(tool(new DecisionRequest(berlin), null, "read", NOW)).isTrue();
        assertThat(tool(new DecisionRequest(berlin), null, "read", NOW - 3_600_000))
                .isFalse();
        assertThat(tool(request(policy), null, "read", NOW)).isFalse();
    }

    @Test
    void shouldKnowAsWhomAnAgentActs() {
        final SpiffeId workload = SpiffeId.parse(Requests.SPIFFE_ID);
        final PolicySnapshot snapshot = Requests.snapshot("""
                permit (principal == Remit::Agent::"%s/planner", action == Remit::Action::"plan", resource)
                when { !principal.attested && principal.agent == "Planner" };
                permit (principal is Remit::Agent in Remit::Workload::"%s", action == Remit::Action::"read", resource);
                permit (principal, action == Remit::Action::"rotate", resource)
                when { principal.attested && principal has expires && principal.expires > context.system.now };
                """.formatted(Requests.SPIFFE_ID, Requests.SPIFFE_ID));
        final List<AgentRule> rules =
                List.of(AgentRule.byId("Planner", SpiffeId.parse(Requests.SPIFFE_ID + "/planner")));
        final DecisionRequest claimed =
                new DecisionRequest(snapshot.actingAs(Identities.configured(workload, rules, false)));
        final Session planner = new Session("Planner", "c", NOW);
        assertThat(ask(claimed, planner, "plan")).isTrue();
        assertThat(ask(claimed, planner, "read")).isTrue();
        assertThat(ask(claimed, session, "plan")).isFalse();
        assertThat(ask(claimed, session, "read")).isTrue();
        assertThat(ask(claimed, session, "rotate")).isFalse();
        final DecisionRequest required =
                new DecisionRequest(snapshot.actingAs(Identities.configured(workload, rules, true)));
        assertThat(ask(required, session, "read")).isFalse();
        assertThat(required.reason()).contains("identity.required", Requests.SPIFFE_ID);
        final DecisionRequest attested = new DecisionRequest(snapshot.actingAs(
                new Identities(new AgentIdentity(workload, true, NOW + 1000, null), List.of(), true)));
        assertThat(ask(attested, session, "rotate")).isTrue();
    }

    private static boolean ask(DecisionRequest request, Session by, String tool) {
        request.by(by, null, NOW);
        request.tool("Support", tool, "{}");
        return request.isAllowed();
    }

    @Test
    void shouldKnowHoursAcrossAChangeOfTheClocks() {
        final LocalClock berlin = new LocalClock("Europe/Berlin");
        assertThat(berlin.hour(Instant.parse("2026-03-29T00:59:59Z").toEpochMilli()))
                .isEqualTo(1);
        assertThat(berlin.hour(Instant.parse("2026-03-29T01:00:00Z").toEpochMilli()))
                .isEqualTo(3);
        assertThat(berlin.hour(Instant.parse("2026-03-29T00:59:59Z").toEpochMilli()))
                .isEqualTo(1);
        assertThat(berlin.weekday(Instant.parse("2026-03-29T21:59:59Z").toEpochMilli()))
                .isEqualTo(7);
        assertThat(berlin.weekday(Instant.parse("2026-03-29T22:00:00Z").toEpochMilli()))
                .isEqualTo(1);
        assertThat(new LocalClock("UTC").weekday(0)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"})
    void shouldTellTheTimeAsTheJdkDoes(String zone) {
        final long seed = System.nanoTime();
        System.out.println("LocalClock seed=" + seed);
        final Random random = new Random(seed);
        final LocalClock clock = new LocalClock(zone);
        long ms = 0;
        for (int i = 0; i < 20_000; i++) {
            // Mostly on, by up to an hour; sometimes anywhere from 1970 to 2100.
            ms = random.nextInt(8) == 0
                    ? (random.nextLong() >>> 1) % 4_102_444_800_000L
                    : ms + random.nextInt(3_600_000);
            final ZonedDateTime local = Instant.ofEpochMilli(ms).atZone(ZoneId.of(zone));

            assertThat(clock.hour(ms)).isEqualTo(local.getHour());
            assertThat(clock.weekday(ms)).isEqualTo(local.getDayOfWeek().getValue());
        }
    }
}
