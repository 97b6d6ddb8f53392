package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.read.JournalRecord;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Once warm, the guard's part of a call costs not one byte: attributed, decided by policies that read the call's arguments,
 * recorded, and its end recorded. A denied call is measured in {@code observe}, where it goes the same way up to the ring
 * and the words of the refusal, which are made after it, are not.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 5_000;
    private static final int SITE = 7;
    private static final int INNER_SITE = 8;

    private static final String POLICIES = """
            @id("refunds")
            permit (principal is Remit::Agent, action == Remit::Action::"refund", resource)
            when { context.input.currency == "EUR" && context.input.amount <= 100 };
            @id("ceiling") @reason("refunds above 100 are for people")
            forbid (principal, action == Remit::Action::"refund", resource)
            when { context.input.amount > 100 };
            @id("api")
            permit (principal, action in Remit::Action::"HttpRequest", resource in Remit::Domain::"acme.com")
            when { context.http.scheme == "https" && context.http.method == "POST" && context.http.port == 443
                   && context.http.host like "*.acme.com" && context.http.path like "/v1/*" };
            @id("no-admin") @reason("no administration")
            forbid (principal, action in Remit::Action::"HttpRequest", resource)
            when { context.http.path like "/v1/admin/*" };
            @id("db")
            permit (principal, action == Remit::Action::"FetchSecret", resource == Remit::Secret::"aws-sm/prod/db");
            @id("mail")
            permit (principal, action == Remit::Action::"Connect", resource == Remit::Host::"mail.acme.com:25");
            @id("git")
            permit (principal, action == Remit::Action::"Exec", resource == Remit::Program::"git");
            @id("erring") @reason("can't be evaluated")
            forbid (principal, action == Remit::Action::"broken", resource)
            when { context.input.absent > 1 };
            """;

    @TempDir
    Path folder;

    /** One guarded call; what it says is what {@code http} and its like say: null, or the refusal. */
    private interface GuardedCall {
        Object make(EnforcementPoint guard);
    }

    private static Arguments call(String name, String verdict, GuardedCall call) {
        return Arguments.of(name, verdict, call);
    }

    static Stream<Arguments> shouldAllocateNothing() {
        final Object request = new Object();
        final UUID conversation = UUID.randomUUID();
        final String[] command = {"git", "push", "--force"};
        final String forty = json(40);
        return Stream.of(
                call("tool, JSON text", "allow", tool("refund", json(40), "customer-4711")),
                call("tool, JSON text", "deny", tool("refund", json(4000), "customer-4711")),
                call("tool, map", "allow", tool("refund", map(40), conversation)),
                call("tool, map", "deny", tool("refund", map(4000), conversation)),
                call("tool, no policy permits", "deny", tool("delete_account", json(1), 4711L)),
                call("tool, not JSON", "deny", tool("refund", "refund everything", null)),
                call("tool, policy errs", "deny", tool("broken", json(40), null)),
                call("tool, seen by two hooks", "allow", guard -> {
                    final String refusal = guard.tool(SITE, request, "Support", "refund", forty, null);
                    guard.tool(INNER_SITE, request, null, "refund", forty, null);
                    guard.end(INNER_SITE, null, null);
                    guard.end(SITE, "refunded", null);
                    return refusal;
                }),
                call("tool of an MCP client", "allow", client(new UnconnectedClient())),
                call(
                        "tool of an MCP client, session named",
                        "allow",
                        client(new UnconnectedClient().serverNames("s-1"))),
                call("HTTP, parsed URI", "allow", http(URI.create("https://api.eu.acme.com/v1/refunds?dry=false#top"))),
                call("HTTP, parsed URI", "deny", http(URI.create("https://api.eu.acme.com/v1/admin/keys"))),
                call("HTTP, another host", "deny", http(URI.create("https://paste.example:8443/v1/refunds"))),
                call("secret", "allow", secret("prod/db")),
                call("secret", "deny", secret("prod/payment")),
                call("connect", "allow", connect("mail.acme.com", 25)),
                call("connect", "deny", connect("10.0.0.7", 6379)),
                call("connect, resolved", "allow", connect("mail.acme.com", 25, "10.0.0.7")),
                call("connect, address given", "deny", connect("10.0.0.7", 6379, "10.0.0.7")),
                call("exec", "allow", guard -> {
                    final Object refusal = guard.exec(SITE, command);
                    guard.end(SITE, null, null);
                    return refusal;
                }));
    }

    private static GuardedCall tool(String name, Object arguments, Object session) {
        final Object request = new Object();
        return guard -> {
            final String refusal = guard.tool(SITE, request, "com.acme.SupportAgent", name, arguments, session);
            if (refusal == null) {
                guard.end(SITE, null, null);
            }
            return refusal;
        };
    }

    private static GuardedCall client(UnconnectedClient client) {
        final String arguments = json(40);
        return guard -> {
            final String refusal =
                    guard.clientTool(SITE, client, "mcp/server", "refund", arguments, client.client, "front desk");
            guard.end(SITE, null, null);
            return refusal;
        };
    }

    private static GuardedCall http(URI uri) {
        final Object exchange = new Object();
        return guard -> {
            final String refusal =
                    guard.http(SITE, exchange, "POST", uri.getScheme(), uri.getHost(), uri.getPort(), uri.toString());
            if (refusal == null) {
                guard.end(SITE, null, null);
            }
            return refusal;
        };
    }

    private static GuardedCall secret(String name) {
        return guard -> {
            final String refusal = guard.secret(SITE, null, "aws-sm", name);
            guard.end(SITE, null, null);
            return refusal;
        };
    }

    private static GuardedCall connect(String host, int port) {
        return connect(host, port, null);
    }

    private static GuardedCall connect(String host, int port, String resolved) {
        final InetAddress address = resolved == null ? null : address(resolved);
        return guard -> {
            final String refusal = guard.connect(SITE, host, port, address);
            guard.end(SITE, null, null);
            return refusal;
        };
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String json(int amount) {
        return "{\"booking\": \"B-4711\", \"amount\": " + amount + ", \"currency\": \"EUR\"}";
    }

    private static Map<String, Object> map(int amount) {
        final Map<String, Object> map = new HashMap<>();
        map.put("booking", "B-4711");
        map.put("amount", amount);
        map.put("currency", "EUR");
        return map;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void shouldAllocateNothing(String name, String verdict, GuardedCall call) throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.OBSERVE, POLICIES)) {
            assertThat(bytes(guard.enforcement, call)).isZero();
            assertThat(verdicts(guard)).containsExactly(verdict);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("allowed")
    void shouldAllocateNothingInEnforce(String name, String verdict, GuardedCall call) throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            assertThat(bytes(guard.enforcement, call)).isZero();
            assertThat(verdicts(guard)).containsExactly(verdict);
        }
    }

    static Stream<Arguments> allowed() {
        return shouldAllocateNothing().filter(each -> each.get()[1].equals("allow"));
    }

    /** An AI service calls a tool, which sends a request; the guard knows secrets to replace. */
    @Test
    void shouldAllocateNothingForNestedCallsWhileSecretsAreKnown() throws Exception {
        final URI uri = URI.create("https://api.eu.acme.com/v1/refunds");
        final Map<String, Object> arguments = map(40);
        arguments.put("note", "the password is hunter2-hunter2");
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            guard.enforcement.learn("prod/db", "hunter2-hunter2");
            assertThat(bytes(guard.enforcement, enforcement -> {
                        enforcement.agent(1, "SupportAgent", "customer-4711");
                        final String refused = enforcement.tool(2, this, "Support", "refund", arguments, null);
                        final String alsoRefused = enforcement.http(
                                3, uri, "POST", uri.getScheme(), uri.getHost(), uri.getPort(), uri.toString());
                        final String connected = enforcement.connect(4, "api.eu.acme.com", 443, null);
                        enforcement.end(4, null, null);
                        enforcement.end(3, null, null);
                        enforcement.end(2, null, null);
                        enforcement.end(1, null, null);
                        return refused == null && alsoRefused == null ? connected : "refused";
                    }))
                    .isZero();
            assertThat(guard.records())
                    .filteredOn(record -> "prod/db".equals(record.arguments()))
                    .isEmpty();
        }
    }

    /** All that there is of a session, a task and the moment; a task within a task, so that two budgets count. */
    @Test
    void shouldAllocateNothingWhilePoliciesReadAllThatWasDoneSoFar() throws Exception {
        final String all = """
                @label("money")
                permit (principal, action, resource) when {
                    context.session.calls < 9000000000 && context.session.denials == 0 && context.session.toolCalls < 9000000000
                    && context.session.toolDenials == 0 && context.session.consecutiveDenials == 0
                    && context.session.pivots == 0 && context.session.rate1m < 9000000000
                    && context.session.rate1h < 9000000000 && context.session.ageMs >= 0
                    && !(context.session has lastTool && context.session.lastTool == "wire")
                    && !(context.session.labels.contains("customer-data"))
                    && !(context.session.calledTools.contains("wire"))
                    && !(context.session.contactedHosts.contains("paste.example"))
                    && !(context.session.fetchedSecrets.contains("db"))
                    && context has task && context.task.intent == "refund" && context.task has user
                    && context.task.user == "user:alice" && context.task.ageMs >= 0 && context.task.remainingMs > 0
                    && context.task.depth == 1 && context.task.labels.contains("money") && !context.task.granted
                    && context.task.budgets.calls > 0 && context.system.now > datetime("2026-01-01")
                    && context.system.hour < 24 && context.system.weekday < 8 && principal.agent == "SupportAgent"
                };
                """;
        final URI uri = URI.create("https://api.eu.acme.com/v1/refunds");
        final Map<String, Object> arguments = map(40);
        final Map<String, Long> budgets = Map.of("calls", 1L << 40);
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, all)) {
            final EnforcementPoint enforcement = guard.enforcement;
            enforcement.agent(1, "SupportAgent", "customer-4711");
            enforcement.openTask("plan", "user:alice", 3_600_000, budgets, List.of("money"), List.of());
            enforcement.openTask("refund", null, 0, budgets, List.of(), List.of());
            assertThat(bytes(enforcement, same -> {
                        final String refused = same.tool(2, this, "Support", "refund", arguments, null);
                        final String alsoRefused =
                                same.http(3, uri, "POST", uri.getScheme(), uri.getHost(), uri.getPort(), "/v1/refunds");
                        final String noSecret = same.secret(4, null, "aws-sm", "prod/db");
                        same.end(4, null, null);
                        same.end(3, null, null);
                        same.end(2, null, null);
                        return refused == null && alsoRefused == null ? noSecret : "refused";
                    }))
                    .isZero();
        }
    }

    /** The first call by new policies makes the thread's request; from then on it is as before. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("allowed")
    void shouldAllocateNothingAfterAReload(String name, String verdict, GuardedCall call) throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            run(guard.enforcement, call, WARM_UP);
            for (int version = 0; version < 3; version++) {
                guard.enforcement.replace(TestGuard.snapshot(POLICIES + "// version " + version));
                run(guard.enforcement, call, 10);
                assertThat(leastBytes(guard.enforcement, call)).isZero();
            }
            assertThat(verdicts(guard)).containsExactly(verdict);
        }
    }

    @Test
    void shouldNoticeOneObject() throws Exception {
        final Object[] kept = new Object[1];
        final int[] calls = new int[1];
        final GuardedCall tool = tool("refund", json(40), null);
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            assertThat(bytes(guard.enforcement, enforcement -> {
                        if (calls[0]++ % MEASURED == 0) {
                            kept[0] = new Object();
                        }
                        return tool.make(enforcement);
                    }))
                    .isPositive();
        }
    }

    /**
     * Bytes that many calls allocate on this thread: the least of some rounds, for the JIT compiler may still be at work in the
     * first ones, and a frame that it gives up boxes. One clean round of thousands is the steady state.
     */
    private static long bytes(EnforcementPoint guard, GuardedCall call) {
        run(guard, call, WARM_UP);
        return leastBytes(guard, call);
    }

    private static long leastBytes(EnforcementPoint guard, GuardedCall call) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5 && least > 0; round++) {
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            run(guard, call, MEASURED);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static void run(EnforcementPoint guard, GuardedCall call, int times) {
        for (int i = 0; i < times; i++) {
            if (call.make(guard) != null) {
                throw new AssertionError("refused");
            }
        }
    }

    private static List<String> verdicts(TestGuard guard) throws Exception {
        return guard.records().stream()
                .filter(record -> record.kind().equals("decision"))
                .map(JournalRecord::verdict)
                .distinct()
                .collect(Collectors.toList());
    }
}
