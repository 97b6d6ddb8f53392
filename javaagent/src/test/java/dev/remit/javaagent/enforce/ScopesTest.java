package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.session.TaskBinding;
import dev.remit.engine.session.TaskSpec;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions and tasks as hooks and remit-api open them. */
@Timeout(60)
class ScopesTest {
    private static final int AGENT = 1;
    private static final int TOOL = 2;
    private static final int ENTRY = 3;
    private static final String PERMIT_ALL = "permit (principal, action, resource);";

    /** Only in a task, and only while the session has called fewer than three tools. */
    private static final String IN_TASK = """
            permit (principal is Remit::Agent, action, resource)
            when { context has task && context.task.intent == "refund" && context.session.calls < 3 };
            """;

    @TempDir
    Path folder;

    private static boolean tool(TestGuard guard, String name, Object session) {
        final String refusal = guard.enforcement.tool(TOOL, new Object(), "Support", name, "{}", session);
        if (refusal == null) {
            guard.enforcement.end(TOOL, "done", null);
        }
        return refusal == null;
    }

    private static Object open(TestGuard guard, String intent, Map<String, Long> budgets) {
        return guard.enforcement.openTask(intent, "user:alice", 0, budgets, List.of(), List.of());
    }

    private static List<String> sessions(List<JournalRecord> records) {
        return records.stream()
                .filter(record -> record.kind().equals("decision"))
                .map(JournalRecord::session)
                .toList();
    }

    private static List<String> kinds(List<JournalRecord> records) {
        return records.stream()
                .map(JournalRecord::kind)
                .filter(kind -> kind.startsWith("session_")
                        || kind.startsWith("task_")
                        || kind.startsWith("grant_")
                        || kind.equals("labelled")
                        || kind.equals("anomaly"))
                .toList();
    }

    @Test
    void shouldDoAnAgentsWorkInTheSessionThatTheFrameworkNames() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, PERMIT_ALL)) {
            for (int turn = 0; turn < 2; turn++) {
                guard.enforcement.agent(AGENT, "Support", "customer-4711");
                tool(guard, "read", null);
                tool(guard, "read", "customer-4711");
                guard.enforcement.end(AGENT, null, null);
            }
            final List<JournalRecord> records = guard.records();
            assertThat(sessions(records)).hasSize(4).containsOnly("customer-4711");
            assertThat(kinds(records)).containsExactly("session_opened");
        }
    }

    @Test
    void shouldEndASessionWithTheRunThatItBeganWith() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, PERMIT_ALL)) {
            guard.enforcement.run(AGENT, "Support", "run-1");
            tool(guard, "read", null);
            guard.enforcement.end(AGENT, null, null);
            guard.enforcement.agent(AGENT, null, null);
            tool(guard, "read", null);
            guard.enforcement.end(AGENT, null, null);
            final List<JournalRecord> records = guard.records();
            assertThat(kinds(records))
                    .containsExactly("session_opened", "session_closed", "session_opened", "session_closed");
            assertThat(sessions(records)).doesNotHaveDuplicates().startsWith("run-1");
        }
    }

    @Test
    void shouldDoToolsOfNoAgentInOneSessionAThread() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, PERMIT_ALL)) {
            tool(guard, "read", null);
            tool(guard, "read", null);
            final Thread other = new Thread(() -> tool(guard, "read", null));
            other.start();
            other.join();
            final List<String> sessions = sessions(guard.records());
            assertThat(sessions.get(0)).isEqualTo(sessions.get(1)).isNotEqualTo(sessions.get(2));
        }
    }

    @Test
    void shouldGiveAnAgentWithinAnAgentASessionOfItsOwnName() throws Exception {
        try (TestGuard guard = new TestGuard(
                folder,
                Mode.ENFORCE,
                "permit (principal, action, resource) when { principal has agent && principal.agent == \"Planner\" };"
                        + "permit (principal, action, resource) when { principal has agent && principal.agent == \"Worker\""
                        + " && context.session.calls < 1 };")) {
            guard.enforcement.agent(AGENT, "Planner", "c");
            assertThat(tool(guard, "read", null)).isTrue();
            guard.enforcement.agent(AGENT, "Worker", null);
            assertThat(tool(guard, "read", null)).isTrue();
            assertThat(tool(guard, "read", null)).isFalse();
            guard.enforcement.end(AGENT, null, null);
            assertThat(tool(guard, "read", null)).isTrue();
            guard.enforcement.end(AGENT, null, null);
            assertThat(sessions(guard.records())).containsOnly("c");
        }
    }

    @Test
    void shouldAllowNothingInWorkWhoseSessionCannotBeFound() throws Exception {
        final Object broken = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("an id of the application's own");
            }
        };
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, PERMIT_ALL)) {
            guard.enforcement.agent(AGENT, "Support", broken);
            assertThat(guard.enforcement.exec(TOOL, new String[] {"git"})).contains("its session is not known");
            assertThat(tool(guard, "read", null)).isFalse();
            guard.enforcement.end(AGENT, null, null);
            assertThat(guard.enforcement.exec(TOOL, new String[] {"git"})).isNull();
            guard.enforcement.end(TOOL, null, null);
            assertThat(kinds(guard.records())).containsExactly("anomaly");
        }
    }

    @Test
    void shouldBoundATaskByItsCloseAndItsBudget() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, IN_TASK)) {
            guard.enforcement.agent(AGENT, "Support", "c");
            assertThat(tool(guard, "refund", null)).isFalse();
            final Object task = open(guard, "refund", Map.of("calls", 2L));
            assertThat(task.toString()).startsWith("refund-");
            assertThat(tool(guard, "refund", null)).isTrue();
            assertThat(tool(guard, "refund", null)).isTrue();
            assertThat(tool(guard, "refund", null)).isFalse();
            guard.enforcement.closeTask(task);
            assertThat(tool(guard, "refund", null)).isFalse();
            guard.enforcement.closeTask(task);
            guard.enforcement.end(AGENT, null, null);
            final List<JournalRecord> records = guard.records();
            assertThat(kinds(records)).containsExactly("session_opened", "task_opened", "task_closed", "anomaly");
            assertThat(records)
                    .filteredOn(record -> record.kind().equals("task_opened"))
                    .singleElement()
                    .satisfies(record -> {
                        assertThat(record.task()).isEqualTo(task.toString());
                        assertThat(record.arguments())
                                .contains("\"user\":\"user:alice\"", "\"calls\":2", TestGuard.SPIFFE_ID);
                    });
            assertThat(records)
                    .filteredOn(record -> record.kind().equals("decision") && "allow".equals(record.verdict()))
                    .extracting(JournalRecord::task)
                    .containsOnly(task.toString());
        }
    }

    @Test
    void shouldTakeATaskAlongToOtherThreadsAndDenyThereWhatComesAfterItsEnd() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, IN_TASK)) {
            guard.enforcement.agent(AGENT, "Support", "c");
            final Object task = open(guard, "refund", Map.of());
            final Object key = new Object();
            guard.enforcement.carry(AGENT, key);
            final CompletableFuture<Boolean> during = CompletableFuture.supplyAsync(() -> resumed(guard, key));
            assertThat(during.get()).isTrue();
            guard.enforcement.closeTask(task);
            assertThat(CompletableFuture.supplyAsync(() -> resumed(guard, key)).get())
                    .isFalse();
            guard.enforcement.end(AGENT, null, null);
            assertThat(guard.records())
                    .filteredOn(record -> "deny".equals(record.verdict()))
                    .singleElement()
                    .satisfies(record -> assertThat(record.reason()).contains("is closed"));
        }
    }

    private static boolean resumed(TestGuard guard, Object key) {
        guard.enforcement.resume(AGENT, key);
        try {
            return tool(guard, "refund", null);
        } finally {
            guard.enforcement.end(AGENT, null, null);
        }
    }

    @Test
    void shouldLeaveATaskThatAnotherThreadHasClosed() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, PERMIT_ALL)) {
            final Object task = open(guard, "refund", Map.of());
            assertThat(tool(guard, "read", null)).isTrue();
            CompletableFuture.runAsync(() -> guard.enforcement.closeTask(task)).get();
            assertThat(tool(guard, "read", null)).isTrue();
            assertThat(guard.records())
                    .filteredOn(record -> record.kind().equals("decision"))
                    .extracting(JournalRecord::task)
                    .containsExactly(task.toString(), null);
        }
    }

    @Test
    void shouldKeepNoTaskThatIsOverOnAThreadThatIsNot() throws Exception {
        final ExecutorService pool = Executors.newSingleThreadExecutor();
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, PERMIT_ALL)) {
            final WeakReference<Object> task = pool.submit(() -> {
                        final OpenScope scope = (OpenScope) open(guard, "refund", Map.of("calls", 9L));
                        tool(guard, "read", null);
                        guard.enforcement.closeTask(scope);
                        return new WeakReference<Object>(scope.task());
                    })
                    .get();
            final long start = System.nanoTime();
            while (task.get() != null && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20)) {
                System.gc();
                Thread.sleep(10);
            }
            assertThat(task.get()).isNull();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void shouldBindMethodsAndAgentsToTasks() throws Exception {
        final TaskSpec spec = new TaskSpec("refund", null, 0, Map.of("tools", 1L), List.of(), List.of());
        final TaskBindings bindings =
                new TaskBindings(List.of(new TaskBinding("refund", List.of(), List.of("Support"), null, "test", spec)));
        bindings.bind(ENTRY, new TaskBinding("refund", List.of(), List.of(), "1", "test", spec));
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, IN_TASK, bindings, false)) {
            guard.enforcement.agent(AGENT, "Support", "c");
            assertThat(tool(guard, "refund", null)).isTrue();
            assertThat(tool(guard, "refund", null)).isFalse();
            guard.enforcement.end(AGENT, null, null);
            guard.enforcement.task(ENTRY, "user:alice");
            guard.enforcement.agent(AGENT, "Other", "d");
            assertThat(tool(guard, "refund", null)).isTrue();
            guard.enforcement.end(AGENT, null, null);
            final CompletableFuture<String> later = new CompletableFuture<>();
            guard.enforcement.endLater(ENTRY, later, null);
            later.complete("refunded");
            assertThat(kinds(guard.records()))
                    .containsExactly(
                            "session_opened",
                            "task_opened",
                            "task_closed",
                            "task_opened",
                            "session_opened",
                            "task_closed");
        }
    }

    @Test
    void shouldRecordGrantsAndLabels() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, """
                permit (principal, action == Remit::Action::"read", resource)
                when { !context.session.labels.contains("pii") };
                permit (principal, action == Remit::Action::"wire", resource)
                when { context has task && context.task.granted };
                """)) {
            guard.enforcement.agent(AGENT, "Support", "c");
            final Object task = open(guard, "refund", Map.of());
            assertThat(tool(guard, "wire", null)).isFalse();
            guard.enforcement.grant(task, "wire", null, "approved by bob", 60_000, 1);
            assertThat(tool(guard, "wire", null)).isTrue();
            assertThat(tool(guard, "wire", null)).isFalse();
            assertThat(tool(guard, "read", null)).isTrue();
            guard.enforcement.label("pii");
            assertThat(tool(guard, "read", null)).isFalse();
            guard.enforcement.closeTask(task);
            assertThatIllegalStateException()
                    .isThrownBy(() -> guard.enforcement.grant(task, "wire", null, "again", 60_000, 1));
            guard.enforcement.end(AGENT, null, null);
            assertThat(kinds(guard.records()))
                    .containsExactly(
                            "session_opened",
                            "task_opened",
                            "grant_given",
                            "grant_used",
                            "labelled",
                            "grant_expired",
                            "task_closed",
                            "anomaly");
        }
    }

    @Test
    void shouldDenyWhatNobodyIsKnownToDoWhereThatIsRequired() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, PERMIT_ALL, TaskBindings.NONE, true)) {
            assertThat(tool(guard, "read", null)).isFalse();
            assertThat(guard.enforcement.secret(TOOL, null, "aws-sm", "db")).contains("context.required");
            assertThat(guard.enforcement.exec(TOOL, new String[] {"git"})).isNull();
            guard.enforcement.end(TOOL, null, null);
            assertThat(tool(guard, "read", "customer-4711")).isTrue();
            final Object task = open(guard, "refund", Map.of());
            assertThat(guard.enforcement.secret(TOOL, null, "aws-sm", "db")).isNull();
            guard.enforcement.end(TOOL, null, null);
            guard.enforcement.closeTask(task);
        }
    }

    private static final String SOME_TOOLS = """
            permit (principal, action == Remit::Action::"read", resource);
            permit (principal, action == Remit::Action::"refund", resource) when { context.input.amount < 100 };
            permit (principal, action == Remit::Action::"wipe", resource == Remit::Toolset::"other");
            permit (principal, action == Remit::Action::"wire", resource);
            forbid (principal, action == Remit::Action::"wire", resource);
            """;

    @Test
    void shouldHideWhatIsDeniedInAnyCaseAndRecordItOnceASession() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, SOME_TOOLS)) {
            assertThat(guard.enforcement.hides(TOOL, "crm", "wire")).isFalse();
            for (int round = 0; round < 2; round++) {
                guard.enforcement.agent(AGENT, "Support", "c");
                assertThat(guard.enforcement.hides(TOOL, "crm", "read")).isFalse();
                assertThat(guard.enforcement.hides(TOOL, "crm", "refund")).isFalse();
                assertThat(guard.enforcement.hides(TOOL, "other", "wipe")).isFalse();
                assertThat(guard.enforcement.hides(TOOL, "crm", "wipe")).isTrue();
                assertThat(guard.enforcement.hides(TOOL, "crm", "wire")).isTrue();
                assertThat(guard.enforcement.hides(TOOL, "crm", "unheardOf")).isTrue();
                assertThat(tool(guard, "read", null)).isTrue();
                guard.enforcement.end(AGENT, null, null);
            }
            assertThat(guard.records().stream()
                            .filter(record -> record.kind().equals("tool_hidden"))
                            .map(record -> record.session() + " " + record.reason() + " " + record.arguments()))
                    .containsExactly(hidden("wipe"), hidden("wire"), hidden("unheardOf"));
        }
    }

    @Test
    void shouldHideNothingWhereThatIsOff() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, SOME_TOOLS)) {
            guard.showTools();
            guard.enforcement.agent(AGENT, "Support", "c");
            assertThat(guard.enforcement.hides(TOOL, "crm", "wire")).isFalse();
            assertThat(guard.records()).noneMatch(record -> record.kind().equals("tool_hidden"));
        }
    }

    private static String hidden(String tool) {
        return "c " + tool + " {\"action\":\"Remit::Action::\\\"" + tool
                + "\\\"\",\"resource\":\"Remit::Toolset::\\\"crm\\\"\"}";
    }

    @Test
    void shouldHideNothingInObserveNorWithoutPolicies() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.OBSERVE, SOME_TOOLS)) {
            guard.enforcement.agent(AGENT, "Support", "c");
            assertThat(guard.enforcement.hides(TOOL, "crm", "wire")).isFalse();
        }
        try (TestGuard guard = new TestGuard(folder.resolve("other"), Mode.ENFORCE, "")) {
            guard.enforcement.agent(AGENT, "Support", "c");
            assertThat(guard.enforcement.hides(TOOL, "crm", "wire")).isFalse();
        }
    }

    @Test
    void shouldGoOnWithoutATaskThatCannotBeOpenedInObserve() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.OBSERVE, PERMIT_ALL)) {
            final Object outer = open(guard, "plan", Map.of());
            CompletableFuture.runAsync(() -> {}).get();
            assertThat(guard.enforcement.openTask("refund", "user:bob", 0, Map.of(), List.of(), List.of()))
                    .isNull();
            assertThat(tool(guard, "read", null)).isTrue();
            guard.enforcement.closeTask(null);
            guard.enforcement.closeTask(outer);
            assertThat(kinds(guard.records()))
                    .containsExactly("task_opened", "anomaly", "session_opened", "task_closed");
        }
    }

    @Test
    void shouldLetTheApplicationNameItsOwnAgents() throws Exception {
        try (TestGuard guard = new TestGuard(
                folder,
                Mode.ENFORCE,
                "permit (principal is Remit::Agent, action, resource) when { principal has agent && principal.agent == \"Own\" };")) {
            assertThat(guard.enforcement.exec(TOOL, new String[] {"git"})).isNotNull();
            final Object scope = guard.enforcement.openAgent("Own", "c");
            assertThat(guard.enforcement.exec(TOOL, new String[] {"git"})).isNull();
            guard.enforcement.end(TOOL, null, null);
            guard.enforcement.closeAgent(scope);
            assertThat(guard.enforcement.exec(TOOL, new String[] {"git"})).isNotNull();
        }
    }
}
