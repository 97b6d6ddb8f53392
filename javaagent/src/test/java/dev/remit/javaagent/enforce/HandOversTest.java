package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Mode;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HandOversTest {
    private static final int SCOPE = 1;
    private static final int RUN = 2;

    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private TestGuard guard;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        guard = new TestGuard(folder, Mode.OBSERVE, "");
    }

    @AfterEach
    void close() {
        pool.shutdownNow();
        guard.close();
    }

    /** Hands {@code task} over within this session's work, which is a task of its own. */
    private void handOver(Object session, Object task) {
        guard.enforcement.run(SCOPE, "assistant", session);
        guard.enforcement.handOvers().handOver(task);
        guard.enforcement.end(SCOPE, null, null);
    }

    /** Runs it on the pool's thread: whether that is an AI agent's work there, and whether it is still afterwards. */
    private String run(Object task, boolean again) throws Exception {
        return pool.submit(() -> {
                    guard.enforcement.handOvers().takeUp(RUN, task, again, false);
                    final boolean during = guard.enforcement.handOvers().isAtWork();
                    guard.enforcement.end(RUN, null, null);
                    return during + " " + guard.enforcement.handOvers().isAtWork();
                })
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldGoOnWithWhatWasHandedOverOnce() throws Exception {
        final Object task = new Object();
        handOver("s", task);

        assertThat(run(task, false)).isEqualTo("true false");
        assertThat(run(task, false)).isEqualTo("false false");
    }

    @Test
    void shouldHandOverNothingOutsideAnyWork() throws Exception {
        final Object task = new Object();
        guard.enforcement.handOvers().handOver(task);
        handOver("s", new Object());

        assertThat(run(task, false)).isEqualTo("false false");
    }

    /** The function that takes this one's place, as a future that is made within an agent's work is given it. */
    @SuppressWarnings("unchecked") // it is asserted
    private <T> T carrying(T function, Class<? super T> type) {
        guard.enforcement.run(SCOPE, "assistant", "s");
        final Object carrying = guard.enforcement.carrying(function, type);
        guard.enforcement.end(SCOPE, null, null);
        assertThat(carrying).isNotSameAs(function).isInstanceOf(type);
        return (T) carrying;
    }

    @Test
    void shouldGoOnInAFunctionWhereverItIsCalled() throws Exception {
        final HandOvers handOvers = guard.enforcement.handOvers();
        final List<Boolean> seen = new CopyOnWriteArrayList<>();
        final Function<Integer, Integer> one = carrying(
                x -> {
                    seen.add(handOvers.isAtWork());
                    return x + 1;
                },
                Function.class);
        final BiFunction<Integer, Integer, Integer> two = carrying(
                (x, y) -> {
                    seen.add(handOvers.isAtWork());
                    return x - y;
                },
                BiFunction.class);
        final Consumer<String> takingOne =
                carrying(x -> seen.add(handOvers.isAtWork() && x.equals("x")), Consumer.class);
        final BiConsumer<String, String> takingTwo =
                carrying((x, y) -> seen.add(handOvers.isAtWork() && (x + y).equals("xy")), BiConsumer.class);
        final Runnable running = carrying(() -> seen.add(handOvers.isAtWork()), Runnable.class);
        final Supplier<String> giving = carrying(
                () -> {
                    seen.add(handOvers.isAtWork());
                    return "given";
                },
                Supplier.class);

        final String given = pool.submit(() -> {
                    final String results = one.apply(1) + " " + two.apply(7, 3);
                    takingOne.accept("x");
                    takingTwo.accept("x", "y");
                    running.run();
                    return results + " " + giving.get() + " " + handOvers.isAtWork();
                })
                .get(20, TimeUnit.SECONDS);

        assertThat(given).isEqualTo("2 4 given false");
        assertThat(seen).containsExactly(true, true, true, true, true, true);
    }

    @Test
    void shouldLeaveTheThreadAsItWasWhenAFunctionThrows() throws Exception {
        final Runnable failing = carrying(
                () -> {
                    throw new IllegalStateException("the function's own");
                },
                Runnable.class);

        final String after = pool.submit(() -> {
                    try {
                        failing.run();
                        return "did not throw";
                    } catch (IllegalStateException e) {
                        return e.getMessage() + " "
                                + guard.enforcement.handOvers().isAtWork();
                    }
                })
                .get(20, TimeUnit.SECONDS);

        assertThat(after).isEqualTo("the function's own false");
    }

    @Test
    void shouldLeaveAFunctionAloneOutsideAnyWork() {
        final Runnable plain = () -> {};

        assertThat(guard.enforcement.carrying(plain, Runnable.class)).isSameAs(plain);
    }

    @Test
    void shouldGoOnAsOftenAsItWasHandedOver() throws Exception {
        final Object task = new Object();
        handOver("s", task);
        handOver("t", task);
        handOver("u", task);
        guard.enforcement.handOvers().takeBack(task);

        assertThat(run(task, false)).isEqualTo("true false");
        assertThat(run(task, false)).isEqualTo("true false");
        assertThat(run(task, false)).isEqualTo("false false");
    }

    @Test
    void shouldNotMistakeTheWorkOfItsThreadForTheTasks() {
        final HandOvers handOvers = guard.enforcement.handOvers();
        guard.enforcement.agent(SCOPE, "assistant", "s");

        handOvers.takeUp(RUN, new Object(), false, false);
        assertThat(handOvers.isAtWork()).isFalse();
        guard.enforcement.end(RUN, null, null);
        handOvers.takeUp(RUN, new Object(), false, true);
        assertThat(handOvers.isAtWork()).isTrue();
        guard.enforcement.end(RUN, null, null);

        assertThat(handOvers.isAtWork()).isTrue();
        guard.enforcement.end(SCOPE, null, null);
        assertThat(handOvers.isAtWork()).isFalse();
    }

    @Test
    void shouldBeginAThreadWithTheWorkOfWhoStartsIt() throws Exception {
        final FutureTask<Boolean> atWork =
                new FutureTask<>(() -> guard.enforcement.handOvers().isAtWork());
        final Thread heir = new Thread(atWork);
        guard.enforcement.agent(SCOPE, "assistant", "s");
        guard.enforcement.handOvers().bequeath(heir);
        guard.enforcement.end(SCOPE, null, null);
        heir.start();

        assertThat(atWork.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldLetGoOfTheSessionWhenTheTaskHasRun() throws Exception {
        final Object task = new Object();
        final WeakReference<Object> session = within(task);
        assertThat(run(task, false)).isEqualTo("true false");

        assertCollected(session);
    }

    @Test
    void shouldLetGoOfTheSessionOfARepeatedTaskThatIsDone() throws Exception {
        final Periodic task = new Periodic(() -> "done");
        final WeakReference<Object> session = within(task);
        assertThat(run(task, true)).isEqualTo("true false");
        assertThat(run(task, true)).isEqualTo("true false");
        task.run();
        assertThat(run(task, true)).isEqualTo("true false");

        assertCollected(session);
        assertThat(run(task, true)).isEqualTo("false false");
    }

    @Test
    void shouldLetGoOfTheSessionOfATaskThatNeverRuns() throws Exception {
        final WeakReference<Object> session = within(new Object());

        final long start = System.nanoTime();
        while (session.get() != null && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20)) {
            System.gc();
            Thread.sleep(10);
            // Whatever is handed over next.
            handOver("another", new Object());
        }
        assertThat(session.get()).isNull();
    }

    private WeakReference<Object> within(Object task) {
        final Object session = new String("a session of its own");
        handOver(session, task);
        return new WeakReference<>(session);
    }

    private static void assertCollected(WeakReference<Object> session) throws InterruptedException {
        final long start = System.nanoTime();
        while (session.get() != null && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20)) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(session.get()).isNull();
    }

    private static final class Periodic extends FutureTask<String> implements Delayed {
        Periodic(Callable<String> callable) {
            super(callable);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
