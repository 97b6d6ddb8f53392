package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.read.JournalRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an enforcement point makes of a request that is served; the containers' own are in the integration tests. */
@Timeout(60)
class ServedRequestTest {
    private static final int REQUEST = 1;
    private static final int AGENT = 2;
    private static final int TOOL = 3;
    private static final int HTTP = 4;
    private static final String OWN_ID = "http-[0-9a-f]{16}";

    @TempDir
    Path folder;

    private static void tool(EnforcementPoint point, Object session) {
        point.tool(TOOL, new Object(), "Support", "refund", "{}", session);
        point.end(TOOL, null, null);
    }

    private static void agentWithTool(EnforcementPoint point, Object session) {
        point.agent(AGENT, "assistant", session);
        tool(point, null);
        point.end(AGENT, null, null);
    }

    private static List<String> sessions(TestGuard guard) throws Exception {
        return decisions(guard).map(JournalRecord::session).map(String::valueOf).toList();
    }

    private static Stream<JournalRecord> decisions(TestGuard guard) throws Exception {
        return guard.records().stream().filter(record -> record.kind().equals("decision"));
    }

    @Test
    void shouldBeTheSessionOfWorkThatNamesNone() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.OBSERVE, "")) {
            final EnforcementPoint point = guard.enforcement;
            for (int i = 0; i < 2; i++) {
                point.request(REQUEST, new Object(), null);
                agentWithTool(point, null);
                tool(point, null);
                agentWithTool(point, "c-1");
                point.end(REQUEST, null, null);
            }
            agentWithTool(point, null);

            final List<String> sessions = sessions(guard);
            assertThat(sessions).hasSize(7);
            assertThat(sessions.get(0)).matches(OWN_ID).isEqualTo(sessions.get(1));
            assertThat(sessions.get(3))
                    .matches(OWN_ID)
                    .isEqualTo(sessions.get(4))
                    .isNotEqualTo(sessions.get(0));
            assertThat(List.of(sessions.get(2), sessions.get(5))).containsExactly("c-1", "c-1");
            assertThat(sessions.get(6)).doesNotMatch(OWN_ID);
        }
    }

    @Test
    void shouldBeOneRequestWhenItIsForwarded() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.OBSERVE, "")) {
            final EnforcementPoint point = guard.enforcement;
            point.request(REQUEST, new Object(), null);
            agentWithTool(point, null);
            point.request(REQUEST, new Object(), null);
            agentWithTool(point, null);
            point.end(REQUEST, null, null);
            agentWithTool(point, null);
            point.end(REQUEST, null, null);
            agentWithTool(point, null);

            final List<String> sessions = sessions(guard);
            assertThat(sessions.subList(0, 3)).containsOnly(sessions.get(0));
            assertThat(sessions.get(0)).matches(OWN_ID);
            assertThat(sessions.get(3)).doesNotMatch(OWN_ID);
        }
    }

    @Test
    void shouldGoAlongToAnotherThreadAndBeTheSameWhenTheRequestIsOver() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.OBSERVE, "")) {
            final EnforcementPoint point = guard.enforcement;
            point.request(REQUEST, new Object(), null);
            final Object early = point.subscribed(REQUEST, null, this, null, null, null);
            final Object late = point.subscribed(REQUEST, null, this, null, null, null);
            elsewhere(point, early);
            point.end(REQUEST, null, null);
            elsewhere(point, late);

            final List<String> sessions = sessions(guard);
            assertThat(sessions).hasSize(2).containsOnly(sessions.get(0));
            assertThat(sessions.get(0)).matches(OWN_ID);
        }
    }

    private static void elsewhere(EnforcementPoint point, Object key) throws InterruptedException {
        final Thread thread = new Thread(() -> {
            point.resume(HTTP, key);
            agentWithTool(point, null);
            point.end(HTTP, null, null);
        });
        thread.start();
        thread.join();
    }

    @Test
    void shouldLeaveTheApplicationsOwnWorkAlone() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.OBSERVE, "")) {
            final EnforcementPoint point = guard.enforcement;
            point.request(REQUEST, new Object(), null);
            point.http(HTTP, new Object(), "GET", "https", "acme.com", -1, "/");
            point.end(HTTP, null, null);
            point.end(REQUEST, null, null);

            assertThat(decisions(guard)).singleElement().satisfies(record -> {
                assertThat(record.principal()).startsWith("Remit::Workload::");
                assertThat(record.session()).isNull();
                assertThat(record.parent()).isZero();
            });
        }
    }
}
