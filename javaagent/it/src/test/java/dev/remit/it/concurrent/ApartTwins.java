package dev.remit.it.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Recorded;
import dev.remit.it.Records;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose work it is when several are at work on the same threads. */
@Timeout(60)
class ApartTwins {
    private static final String NOBODY = "nobody.agents-only.test";

    @BeforeAll
    static void start() {
        // Under the flag alone.
        Records.mark();
        Outside.start();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void inSession(String session, Work work) throws Exception {
        AgentWork.inSession(session, () -> {
            work.run();
            return null;
        });
    }

    @Test
    void shouldKeepSessionsApartOnSharedPools() throws Exception {
        final int sessions = 16;
        final int rounds = 20;
        final Recorded recorded = new Recorded();
        final ExecutorService callers = Executors.newFixedThreadPool(8);
        final ExecutorService pool = Executors.newFixedThreadPool(3);
        final ForkJoinPool forkJoin = new ForkJoinPool(3);
        final List<CompletableFuture<Boolean>> agents = Collections.synchronizedList(new ArrayList<>());
        final List<CompletableFuture<Boolean>> nobodys = Collections.synchronizedList(new ArrayList<>());
        try {
            final List<Future<?>> started = new ArrayList<>();
            for (int i = 0; i < sessions * rounds; i++) {
                final String session = "apart-" + i % sessions;
                final String host = session + ".agents-only.test";
                started.add(callers.submit(() -> {
                    AgentWork.inSession(session, () -> {
                        agents.add(CompletableFuture.supplyAsync(() -> Probe.isPermitted(host), pool)
                                .thenCombineAsync(
                                        CompletableFuture.supplyAsync(() -> Probe.isPermitted(host), forkJoin),
                                        (a, b) -> a && b && Probe.isPermitted(host),
                                        forkJoin));
                        final CompletableFuture<Boolean> forked = new CompletableFuture<>();
                        forkJoin.execute(() -> forked.complete(ForkJoinTask.adapt(() -> Probe.isPermitted(host))
                                .fork()
                                .join()));
                        agents.add(forked);
                        return null;
                    });
                    nobodys.add(CompletableFuture.supplyAsync(() -> Probe.isPermitted(NOBODY), pool)
                            .thenApplyAsync(x -> x || Probe.isPermitted(NOBODY), forkJoin));
                    return null;
                }));
            }
            for (Future<?> start : started) {
                start.get(30, TimeUnit.SECONDS);
            }
            for (CompletableFuture<Boolean> agent : agents) {
                assertThat(agent.get(30, TimeUnit.SECONDS)).isTrue();
            }
            for (CompletableFuture<Boolean> nobody : nobodys) {
                assertThat(nobody.get(30, TimeUnit.SECONDS)).isFalse();
            }
        } finally {
            callers.shutdownNow();
            pool.shutdownNow();
            forkJoin.shutdownNow();
        }
        int seen = 0;
        for (JsonNode decision : recorded.decisions("connect")) {
            final String resource = decision.path("resource").asText();
            if (resource.contains("\"apart-")) {
                seen++;
                assertThat(resource).contains('"' + decision.path("session").asText() + ".agents-only.test");
            } else if (resource.contains(NOBODY)) {
                assertThat(decision.has("session")).isFalse();
                assertThat(decision.path("principal").asText()).startsWith("Remit::Workload::");
            }
        }
        assertThat(seen).isEqualTo(4 * sessions * rounds);
    }

    @Test
    void shouldNotLendAnAgentsWorkToADependentThatItCompletes() throws Exception {
        final CompletableFuture<String> source = new CompletableFuture<>();
        final CompletableFuture<Boolean> nobodys = source.thenApply(x -> Probe.isPermitted(NOBODY));
        final CompletableFuture<Boolean> chained = nobodys.thenApply(x -> x || Probe.isPermitted(NOBODY));

        inSession("completing", () -> {
            source.complete("now");
            assertThat(chained.isDone()).isTrue();
            assertThat(Probe.isPermitted("completing.agents-only.test")).isTrue();
        });

        assertThat(nobodys.join()).isFalse();
        assertThat(chained.join()).isFalse();
    }

    @Test
    void shouldNotLendAnAgentsWorkToATaskThatItHelpsWith() throws Exception {
        final ForkJoinPool pool = new ForkJoinPool(1);
        final CompletableFuture<Boolean> nobodys = new CompletableFuture<>();
        final CompletableFuture<Boolean> agents = new CompletableFuture<>();
        final CompletableFuture<Thread> worker = new CompletableFuture<>();
        inSession(
                "helping",
                () -> pool.execute(() -> {
                    worker.complete(Thread.currentThread());
                    final CountDownLatch submitted = new CountDownLatch(1);
                    Outside.executor().execute(() -> {
                        pool.execute(() ->
                                nobodys.complete(Thread.currentThread() == worker.join() && Probe.isPermitted(NOBODY)));
                        submitted.countDown();
                    });
                    await(submitted);
                    ForkJoinTask.helpQuiesce();
                    agents.complete(nobodys.isDone() && Probe.isPermitted("helping.agents-only.test"));
                }));

        assertThat(agents.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(nobodys.get(20, TimeUnit.SECONDS)).isFalse();
        pool.shutdown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldTellRunsOfOneTaskApart() throws Exception {
        final Recorded recorded = new Recorded();
        final ExecutorService pool = Executors.newSingleThreadExecutor();
        final Runnable task = () -> Probe.isPermitted("again.agents-only.test");
        final CountDownLatch both = new CountDownLatch(1);
        pool.execute(() -> await(both));
        inSession("first", () -> pool.execute(task));
        inSession("second", () -> pool.execute(task));
        both.countDown();
        pool.shutdown();
        assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();

        assertThat(recorded.decisions("connect"))
                .extracting(d -> d.path("session").asText())
                .containsExactly("first", "second");
    }

    @Test
    void shouldForgetATaskThatItsOwnThreadRan() throws Exception {
        final Recorded recorded = new Recorded();
        final ForkJoinPool pool = new ForkJoinPool(1);
        final ForkJoinTask<Boolean> task = ForkJoinTask.adapt(() -> Probe.isPermitted("own.agents-only.test"));
        final CompletableFuture<Boolean> first = new CompletableFuture<>();
        inSession("own", () -> pool.execute(() -> first.complete(task.fork().join())));
        assertThat(first.get(20, TimeUnit.SECONDS)).isTrue();

        task.reinitialize();
        assertThat(pool.submit(task).get(20, TimeUnit.SECONDS)).isFalse();
        pool.shutdown();
        assertThat(recorded.decisions("connect"))
                .extracting(d -> d.path("session").asText())
                .containsExactly("own", "");
    }

    @Test
    void shouldForgetATaskThatItsCallerRuns() throws Exception {
        final ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());
        final List<Boolean> permitted = Collections.synchronizedList(new ArrayList<>());
        final Runnable task = () -> permitted.add(Probe.isPermitted("rejected.agents-only.test"));
        final CountDownLatch busy = new CountDownLatch(1);
        pool.execute(() -> await(busy));
        inSession("rejected", () -> pool.execute(task));
        busy.countDown();
        while (pool.getActiveCount() > 0) {
            Thread.sleep(1);
        }
        final ThreadPoolExecutor later = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
        later.execute(task);
        later.shutdown();
        assertThat(later.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        pool.shutdown();

        assertThat(permitted).containsExactly(true, false);
    }
}
