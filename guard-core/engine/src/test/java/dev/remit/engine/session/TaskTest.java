package dev.remit.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.remit.engine.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final String OPENER = "spiffe://acme.com/support";

    private final List<String> events = new ArrayList<>();
    private final Tasks tasks = new Tasks(new TaskListener() {
        @Override
        public void opened(Task task) {
            events.add("opened " + task.intent());
        }

        @Override
        public void closed(Task task, String why) {
            events.add("closed " + task.intent() + " " + why);
        }

        @Override
        public void granted(Task task, Grant grant) {
            events.add("granted " + grant);
        }

        @Override
        public void used(Task task, Grant grant, long callId) {
            events.add("used " + grant);
        }

        @Override
        public void expired(Task task, Grant grant) {
            events.add("expired " + grant);
        }
    });

    private static TaskSpec spec(String intent, long ttlMs, Map<String, Long> budgets, String... tools) {
        return new TaskSpec(intent, null, ttlMs, budgets, List.of(), List.of(tools));
    }

    private Task open(TaskSpec spec, @Nullable Task parent) {
        return tasks.open(spec, parent, OPENER, NOW);
    }

    private static @Nullable String tool(Task task, String name, long nowMs) {
        return task.reserve(Category.TOOL, name, false, nowMs);
    }

    @Test
    void shouldBeOverAtItsDeadlineAndWhenClosed() {
        final Task task = open(spec("refund", 1000, Map.of()), null);
        assertThat(tool(task, "refund", NOW + 999)).isNull();
        assertThat(tool(task, "refund", NOW + 1000)).contains(task.id(), "deadline");
        assertThat(tasks.close(task, "done")).isTrue();
        assertThat(tool(task, "refund", NOW)).contains("closed");
        assertThat(tasks.close(task, "done")).isFalse();
        assertThat(events).containsExactly("opened refund", "closed refund done");
    }

    @Test
    void shouldCountCallsOfEachKindAndOfATool() {
        final Task task = open(spec("refund", 0, Map.of("calls", 4L, "tools", 3L, "requests", 1L, "wire", 1L)), null);
        assertThat(tool(task, "wire", NOW)).isNull();
        assertThat(tool(task, "wire", NOW)).contains("no wire left of its budget of 1");
        task.takeBack(Category.TOOL, "wire");
        assertThat(task.reserve(Category.HTTP, null, false, NOW)).isNull();
        assertThat(task.reserve(Category.HTTP, null, false, NOW)).contains("requests");
        task.takeBack(Category.HTTP, null);
        assertThat(tool(task, "read", NOW)).isNull();
        assertThat(task.left("calls", Category.TOOL, "read"))
                .as("this call itself too")
                .isEqualTo(2);
        assertThat(task.left("wire", Category.TOOL, "read")).isZero();
        assertThat(task.left("secrets", Category.TOOL, "read")).isEqualTo(-1);
        assertThat(task.budgetsLeft()).containsEntry("tools", 1L).containsEntry("calls", 1L);
    }

    @Test
    void shouldOnlyNarrow() {
        final Task parent = tasks.open(
                new TaskSpec(
                        "plan", "user:alice", 1000, Map.of("calls", 2L), List.of("pii"), List.of("read", "refund")),
                null,
                OPENER,
                NOW);
        final Task child = tasks.open(
                new TaskSpec("refund", null, 5000, Map.of("calls", 10L), List.of("money"), List.of("refund")),
                parent,
                "spiffe://acme.com/worker",
                NOW);
        assertThat(child.deadlineMs()).isEqualTo(parent.deadlineMs());
        assertThat(child.user()).isEqualTo("user:alice");
        assertThat(child.labelNames()).containsExactly("money", "pii");
        assertThat(child.tools()).containsExactly("refund");
        assertThat(child.depth()).isEqualTo(1);
        assertThat(child.chain()).containsExactly(OPENER, "spiffe://acme.com/worker");
        assertThat(child.path()).isEqualTo(parent.id() + "/" + child.id());
        assertThat(child.budgetsLeft()).containsEntry("calls", 2L);
        assertThat(tool(child, "read", NOW)).contains("no tool of that name");
        child.takeBack(Category.TOOL, "read");
        assertThat(tool(child, "refund", NOW)).isNull();
        assertThat(tool(parent, "read", NOW)).isNull();
        assertThat(tool(child, "refund", NOW)).contains(parent.id(), "calls");
        child.takeBack(Category.TOOL, "refund");
        tasks.close(parent, "done");
        assertThat(tool(child, "refund", NOW)).contains("closed");
        assertThatIllegalStateException().isThrownBy(() -> open(spec("late", 0, Map.of()), parent));
    }

    @Test
    void shouldRefuseAChildThatAsksForWhatItsParentHasNot() {
        final Task parent = tasks.open(
                new TaskSpec("plan", "user:alice", 0, Map.of(), List.of(), List.of("read")), null, OPENER, NOW);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(spec("refund", 0, Map.of(), "wire"), parent))
                .withMessageContaining("tool=wire");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.open(
                        new TaskSpec("refund", "user:bob", 0, Map.of(), List.of(), List.of()), parent, OPENER, NOW))
                .withMessageContaining("same user");
    }

    @Test
    void shouldRefuseWhatIsNoTask() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec("", 0, Map.of()))
                .withMessageContaining("intent");
        assertThatIllegalArgumentException().isThrownBy(() -> spec("re fund", 0, Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> spec("x".repeat(65), 0, Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec("refund", -1, Map.of()))
                .withMessageContaining("ttl");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec("refund", 0, Map.of("calls", -1L)))
                .withMessageContaining("calls=-1");
        assertThatIllegalArgumentException().isThrownBy(() -> spec("refund", 0, Map.of(), "a\nb"));
    }

    @Test
    void shouldBeWidenedByAGrantAlone() {
        final Task task = open(spec("refund", 0, Map.of("tools", 1L), "read"), null);
        final Grant grant = new Grant("wire", "Remit::Toolset::\"Bank\"", "a good customer", NOW + 1000, 2);
        tasks.grant(task, grant, NOW);
        assertThat(task.grants().reserve("pay", "Remit::Toolset::\"Bank\"", NOW))
                .isNull();
        assertThat(task.grants().reserve("wire", "Remit::Toolset::\"Other\"", NOW))
                .isNull();
        assertThat(task.grants().reserve("wire", "Remit::Toolset::\"Bank\"", NOW + 1000))
                .isNull();
        assertThat(task.grants().reserve("wire", "Remit::Toolset::\"Bank\"", NOW))
                .isSameAs(grant);
        assertThat(task.reserve(Category.TOOL, "wire", true, NOW)).isNull();
        assertThat(task.grants().reserve("wire", "Remit::Toolset::\"Bank\"", NOW))
                .isSameAs(grant);
        assertThat(task.grants().reserve("wire", "Remit::Toolset::\"Bank\"", NOW))
                .isNull();
        tasks.close(task, "done");
        assertThat(events)
                .endsWith(
                        "granted wire on Remit::Toolset::\"Bank\"",
                        "expired wire on Remit::Toolset::\"Bank\"",
                        "closed refund done");
        assertThatIllegalStateException().isThrownBy(() -> tasks.grant(task, grant, NOW));
        assertThatIllegalArgumentException().isThrownBy(() -> new Grant("wire", null, " ", NOW, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Grant("wire", null, "why", NOW, 0));
    }

    @Test
    void shouldGiveManyThreadsExactlyWhatTheBudgetHolds() throws Exception {
        final Task parent = open(spec("plan", 0, Map.of("calls", 100L)), null);
        final Task child = open(spec("refund", 0, Map.of("calls", 1000L)), parent);
        final AtomicInteger allowed = new AtomicInteger();
        final CountDownLatch start = new CountDownLatch(1);
        final List<Thread> threads = IntStream.range(0, 64)
                .mapToObj(i -> new Thread(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    for (int n = 0; n < 50; n++) {
                        if (tool(i % 2 == 0 ? child : parent, "read", NOW) == null) {
                            allowed.incrementAndGet();
                        } else {
                            (i % 2 == 0 ? child : parent).takeBack(Category.TOOL, "read");
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(allowed).hasValue(100);
    }
}
