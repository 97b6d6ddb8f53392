package dev.remit.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.Category;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final long NOW = 1_800_000_000_000L;

    private final Session session = new Session("Support", "customer-4711", NOW);
    private final SessionView view = new SessionView();

    private @Nullable String reserve(Category category, @Nullable String tool, String name, long nowMs) {
        view.clear();
        return session.reserve(view, KeptState.ALL, category, tool, name, nowMs);
    }

    private void call(String tool, boolean allowed) {
        reserve(Category.TOOL, tool, tool, NOW);
        session.settle(view, KeptState.ALL, Category.TOOL, tool, tool, allowed, allowed);
    }

    @Test
    void shouldShowACallWhatLiesBeforeIt() {
        call("read", true);
        call("read", true);
        call("write", false);
        assertThat(reserve(Category.TOOL, "read", "read", NOW + 5000)).isNull();
        assertThat(view.calls).isEqualTo(2);
        assertThat(view.denials).isEqualTo(1);
        assertThat(view.toolCalls).isEqualTo(2);
        assertThat(view.toolDenials).isZero();
        assertThat(view.ageMs).isEqualTo(5000);
        assertThat(session.lastTool()).isEqualTo("read");
        assertThat(session.calledTools().toString()).isEqualTo("[\"read\"]");
    }

    @Test
    void shouldCountWhatIsInFlightAndTakeBackWhatIsNotMade() {
        final SessionView first = new SessionView();
        session.reserve(first, KeptState.ALL, Category.TOOL, "read", "read", NOW);
        reserve(Category.TOOL, "read", "read", NOW);
        assertThat(view.calls).isEqualTo(1);
        assertThat(view.toolCalls).isEqualTo(1);
        session.takeBack(first);
        session.takeBack(view);
        reserve(Category.TOOL, "read", "read", NOW);
        assertThat(view.calls).isZero();
        assertThat(view.toolCalls).isZero();
    }

    @Test
    void shouldCountRefusalsInARowAndToolsThatWereTriedInPlaceOfOthers() {
        call("wire", false);
        call("wire", false);
        call("pay", false);
        reserve(Category.TOOL, "refund", "refund", NOW);
        assertThat(view.consecutiveDenials).isEqualTo(3);
        assertThat(view.pivots).isEqualTo(2);
        assertThat(view.toolDenials).isZero();
        session.takeBack(view);
        reserve(Category.TOOL, "wire", "wire", NOW);
        assertThat(view.toolDenials).isEqualTo(2);
        assertThat(view.pivots).isEqualTo(1);
        session.takeBack(view);
        call("read", true);
        reserve(Category.TOOL, "wire", "wire", NOW);
        assertThat(view.consecutiveDenials).isZero();
        assertThat(view.pivots).isZero();
        assertThat(view.toolDenials)
                .as("of this tool nothing was allowed since")
                .isEqualTo(2);
    }

    @Test
    void shouldNotTakeAnAllowedRequestForTheEndOfARowOfRefusedTools() {
        call("wire", false);
        reserve(Category.HTTP, null, "api.model.example", NOW);
        session.settle(view, KeptState.ALL, Category.HTTP, null, "api.model.example", true, true);
        reserve(Category.TOOL, "pay", "pay", NOW);
        assertThat(view.consecutiveDenials).isEqualTo(1);
        assertThat(view.pivots).isEqualTo(1);
    }

    @Test
    void shouldKeepARefusedCallThatGoesOnAllTheSameAsBoth() {
        reserve(Category.TOOL, "wire", "wire", NOW);
        session.settle(view, KeptState.ALL, Category.TOOL, "wire", "wire", false, true);
        reserve(Category.TOOL, "wire", "wire", NOW);
        assertThat(view.calls).isEqualTo(1);
        assertThat(view.denials).isEqualTo(1);
        assertThat(view.toolDenials).isEqualTo(1);
        assertThat(session.lastTool()).isEqualTo("wire");
    }

    @Test
    void shouldForgetCallsThatAreOlderThanTheWindow() {
        for (int i = 0; i < 10; i++) {
            reserve(Category.EXEC, null, "git", NOW + i * 1000);
            session.settle(view, KeptState.ALL, Category.EXEC, null, "git", true, true);
        }
        reserve(Category.EXEC, null, "git", NOW + 30_000);
        assertThat(view.rate1m).isEqualTo(10);
        session.takeBack(view);
        reserve(Category.EXEC, null, "git", NOW + 90_000);
        assertThat(view.rate1m).isZero();
        assertThat(view.rate1h).isEqualTo(10);
        session.takeBack(view);
        reserve(Category.EXEC, null, "git", NOW + 2 * 3_600_000);
        assertThat(view.rate1h).isZero();
    }

    @Test
    void shouldKeepNothingThatNoPolicyReads() {
        session.reserve(view, KeptState.NOTHING, Category.TOOL, "read", "read", NOW);
        session.settle(view, KeptState.NOTHING, Category.TOOL, "read", "read", true, true);
        assertThat(session.calledTools().toString()).isEqualTo("[]");
        assertThat(view.tool).isNull();
    }

    @Test
    void shouldRefuseTheNameThatIsOneTooMany() {
        for (int i = 0; i < NameSet.MAX; i++) {
            final String host = "host-" + i;
            assertThat(reserve(Category.HTTP, null, host, NOW)).isNull();
            session.settle(view, KeptState.ALL, Category.HTTP, null, host, true, true);
        }
        assertThat(reserve(Category.HTTP, null, "one-more", NOW)).contains("256 different hosts");
        session.takeBack(view);
        assertThat(reserve(Category.HTTP, null, "host-7", NOW)).isNull();
    }

    @Test
    void shouldGiveEachOfManyThreadsAnotherNumber() throws Exception {
        final int limit = 100;
        final AtomicInteger allowed = new AtomicInteger();
        final CountDownLatch start = new CountDownLatch(1);
        final List<Thread> threads = java.util.stream.IntStream.range(0, 64)
                .mapToObj(i -> new Thread(() -> {
                    final SessionView own = new SessionView();
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    for (int n = 0; n < 50; n++) {
                        own.clear();
                        session.reserve(own, KeptState.ALL, Category.TOOL, "read", "read", NOW);
                        final boolean ok = own.calls < limit && own.rate1m < limit && own.toolCalls < limit;
                        session.settle(own, KeptState.ALL, Category.TOOL, "read", "read", ok, ok);
                        if (ok) {
                            allowed.incrementAndGet();
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(allowed).hasValue(limit);
        reserve(Category.TOOL, "read", "read", NOW);
        assertThat(view.calls).isEqualTo(limit);
        assertThat(view.denials).isEqualTo(64 * 50 - limit);
    }
}
