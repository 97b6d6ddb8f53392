package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.SessionLimits;
import dev.remit.engine.session.SessionListener;
import dev.remit.engine.session.Sessions;
import io.modelcontextprotocol.client.McpAsyncClient;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an enforcement point makes of the MCP SDK's own clients; their calls over a network are in the integration tests. */
@Timeout(60)
class ClientSessionsTest {
    private static final int TOOL = 1;
    private static final int AGENT = 2;
    private static final int REQUEST = 3;
    private static final String PERMIT_ALL = "permit (principal, action, resource);";
    private static final String OWN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String DIGEST = "mcp-[0-9a-f]{16}";

    @TempDir
    Path folder;

    private final UnconnectedClient mcp = new UnconnectedClient();
    private final McpAsyncClient client = mcp.client;

    private static boolean call(TestGuard guard, Object client, String agent) {
        final String refusal =
                guard.enforcement.clientTool(TOOL, new Object(), "mcp/server", "read", "{}", client, agent);
        if (refusal == null) {
            guard.enforcement.end(TOOL, "done", null);
        }
        return refusal == null;
    }

    private static List<String> sessions(TestGuard guard) throws Exception {
        return guard.records().stream()
                .filter(record -> record.kind().equals("decision"))
                .map(JournalRecord::session)
                .toList();
    }

    @Test
    void shouldActAsTheClientByItsOwnName() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, """
                permit (principal is Remit::Agent, action, resource)
                when { principal has agent && principal.agent == "front desk" };
                """)) {
            assertThat(call(guard, client, "front desk")).isTrue();
            assertThat(call(guard, new Object(), "back office")).isFalse();
            assertThat(call(guard, new Object(), null)).isFalse();
        }
    }

    @Test
    void shouldBeInASessionOfTheClientsOwn() throws Exception {
        final Object other = new Object();
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, PERMIT_ALL)) {
            call(guard, client, "desk");
            call(guard, other, "desk");
            call(guard, client, "desk");
            call(guard, other, "desk");
            final List<String> sessions = sessions(guard);
            assertThat(sessions).hasSize(4).allMatch(id -> id.matches(OWN));
            assertThat(sessions.subList(2, 4)).isEqualTo(sessions.subList(0, 2)).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldBeInTheSessionThatTheServerNamesAndNeverRecordItsName() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, PERMIT_ALL)) {
            call(guard, client, "desk");
            mcp.serverNames("first-credential");
            call(guard, client, "desk");
            call(guard, client, "desk");
            mcp.serverNames("second-credential");
            call(guard, client, "desk");
            mcp.serverNames("first-credential");
            call(guard, client, "desk");
            final List<String> sessions = sessions(guard);
            assertThat(sessions.get(0)).matches(OWN);
            assertThat(sessions.get(1))
                    .matches(DIGEST)
                    .isEqualTo(sessions.get(2))
                    .isEqualTo(sessions.get(4));
            assertThat(sessions.get(3)).matches(DIGEST).isNotEqualTo(sessions.get(1));
        }
    }

    @Test
    void shouldLeaveTheCallToTheAgentAtWork() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, """
                permit (principal, action, resource) when { principal has agent && principal.agent == "Planner" };
                """)) {
            mcp.serverNames("credential");
            guard.enforcement.agent(AGENT, "Planner", "c-1");
            assertThat(call(guard, client, "desk")).isTrue();
            guard.enforcement.end(AGENT, null, null);
            assertThat(call(guard, client, "desk")).isFalse();
            final List<String> sessions = sessions(guard);
            assertThat(sessions.get(0)).isEqualTo("c-1");
            assertThat(sessions.get(1)).matches(DIGEST);
        }
    }

    @Test
    void shouldBeInTheServedRequestsSessionWhereTheServerNamesNone() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, PERMIT_ALL)) {
            guard.enforcement.request(REQUEST, new Object(), null);
            call(guard, client, "desk");
            mcp.serverNames("credential");
            call(guard, client, "desk");
            guard.enforcement.end(REQUEST, null, null);
            final List<String> sessions = sessions(guard);
            assertThat(sessions.get(0)).matches("http-[0-9a-f]{16}");
            assertThat(sessions.get(1)).matches(DIGEST);
        }
    }

    /** A client that many agents share doesn't say whose work its call is. */
    @Test
    void shouldBeNoContextWhereOneIsRequired() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, PERMIT_ALL, TaskBindings.NONE, true)) {
            mcp.serverNames("credential");
            assertThat(call(guard, client, "desk")).isFalse();
            guard.enforcement.agent(AGENT, "Planner", "c-1");
            assertThat(call(guard, client, "desk")).isTrue();
            guard.enforcement.end(AGENT, null, null);
        }
    }

    @Test
    void shouldOpenOneSessionForCallsThatComeTogether() throws Exception {
        final int threads = 8;
        final ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 200; round++) {
                final AtomicInteger opened = new AtomicInteger();
                final ClientSessions sessions = new ClientSessions(new Sessions(
                        new SessionLimits(1000, 60_000, SessionLimits.WhenFull.REFUSE), counting(opened), 1));
                final CyclicBarrier start = new CyclicBarrier(threads);
                final List<Future<Session>> got = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    got.add(pool.submit(() -> {
                        final CallStack stack = new CallStack();
                        start.await();
                        return sessions.of(stack, client, "desk", 0);
                    }));
                }
                for (Future<Session> each : got) {
                    assertThat(each.get()).isSameAs(got.get(0).get());
                }
                assertThat(opened).hasValue(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void shouldOpenAnotherWhenOneIsOverAndAskAgainWhenThereWasNoRoom() {
        final AtomicInteger opened = new AtomicInteger();
        final Sessions all =
                new Sessions(new SessionLimits(1, 60_000, SessionLimits.WhenFull.REFUSE), counting(opened), 1);
        final ClientSessions sessions = new ClientSessions(all);
        final CallStack stack = new CallStack();
        final Session other = all.open(stack.sessionKey, "other", "c", 0);
        assertThat(sessions.of(stack, client, "desk", 0).isRefused()).isTrue();
        all.close(other, "done");
        final Session first = sessions.of(stack, client, "desk", 0);
        assertThat(first.isRefused()).isFalse();
        assertThat(sessions.of(stack, client, "desk", 0)).isSameAs(first);
        all.close(first, "idle");
        assertThat(sessions.of(stack, client, "desk", 0)).isNotSameAs(first);
        assertThat(opened).hasValue(3);
    }

    @Test
    void shouldNotKeepTheClient() throws Exception {
        final ClientSessions sessions = new ClientSessions(new Sessions(
                new SessionLimits(1000, 60_000, SessionLimits.WhenFull.REFUSE), counting(new AtomicInteger()), 1));
        final WeakReference<Object> gone = new WeakReference<>(used(sessions));
        final long start = System.nanoTime();
        while (gone.get() != null && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20)) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(gone.get()).isNull();
    }

    private static Object used(ClientSessions sessions) {
        final McpAsyncClient used = new UnconnectedClient().client;
        sessions.of(new CallStack(), used, "desk", 0);
        return used;
    }

    private static SessionListener counting(AtomicInteger opened) {
        return new SessionListener() {
            @Override
            public void opened(Session session) {
                opened.incrementAndGet();
            }

            @Override
            public void closed(Session session, String why) {}
        };
    }
}
