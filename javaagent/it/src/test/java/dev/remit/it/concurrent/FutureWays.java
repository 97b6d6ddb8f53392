package dev.remit.it.concurrent;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Completable futures. What they wait for is completed by a thread that works for nobody: a dependent is the work of whoever
 * registered it.
 */
final class FutureWays {
    private static final Executor POOL = Executors.newFixedThreadPool(1, ExecutorWays::daemon);

    private static final Queue<Runnable> WAITED_FOR = new ConcurrentLinkedQueue<>();

    private FutureWays() {}

    static List<Way> all() {
        return List.of(
                Way.of("run-async", CompletableFuture::runAsync),
                Way.of(
                        "run-async-in-an-unknown-executor",
                        work -> CompletableFuture.runAsync(work, Outside.executor())),
                Way.of("supply-async", work -> CompletableFuture.supplyAsync(() -> done(work))),
                Way.of("supply-async-in-a-pool", work -> CompletableFuture.supplyAsync(() -> done(work), POOL)),
                Way.of(
                        "supply-async-in-an-unknown-executor",
                        work -> CompletableFuture.supplyAsync(() -> done(work), Outside.executor())),
                Way.of("complete-async", work -> new CompletableFuture<String>().completeAsync(() -> done(work))),
                Way.of("then-run", work -> later().thenRun(work)),
                Way.of("then-accept", work -> later().thenAccept(x -> work.run())),
                Way.of("then-apply", work -> later().thenApply(x -> done(work))),
                Way.of("then-apply-async", work -> later().thenApplyAsync(x -> done(work))),
                Way.of("then-apply-async-in-a-pool", work -> later().thenApplyAsync(x -> done(work), POOL)),
                Way.of("then-run-async-in-an-unknown-executor", work -> later().thenRunAsync(work, Outside.executor())),
                Way.of("then-compose", work -> later().thenCompose(x -> later().thenApply(y -> done(work)))),
                Way.of("then-combine", work -> later().thenCombine(later(), (x, y) -> done(work))),
                Way.of("run-after-both", work -> later().runAfterBoth(later(), work)),
                Way.of("accept-either", work -> later().acceptEither(new CompletableFuture<>(), x -> work.run())),
                Way.of("run-after-either", work -> new CompletableFuture<>().runAfterEither(later(), work)),
                Way.of("handle", work -> later().handle((x, e) -> done(work))),
                Way.of("when-complete", work -> later().whenComplete((x, e) -> work.run())),
                Way.of("exceptionally", work -> failedLater().exceptionally(e -> done(work))),
                Way.of(
                        "exceptionally-compose",
                        work -> failedLater().exceptionallyCompose(e -> {
                            work.run();
                            return later();
                        })),
                Way.of(
                        "all-of",
                        work -> CompletableFuture.allOf(later(), later()).thenRun(work)),
                Way.of(
                        "any-of",
                        work -> CompletableFuture.anyOf(later(), later()).thenAccept(x -> work.run())),
                Way.of(
                        "chain-of-dependents",
                        work -> later().thenApply(Function.identity())
                                .thenApply(Function.identity())
                                .thenRun(work)),
                Way.of(
                        "delayed-executor",
                        work -> CompletableFuture.runAsync(work, CompletableFuture.delayedExecutor(1, MILLISECONDS))),
                Way.of(
                        "delayed-execute",
                        work -> CompletableFuture.delayedExecutor(1, MILLISECONDS)
                                .execute(work)),
                Way.of(
                        "or-timeout",
                        work -> new CompletableFuture<String>()
                                .orTimeout(50, MILLISECONDS)
                                .exceptionally(e -> done(work))),
                Way.of(
                        "complete-on-timeout",
                        work -> new CompletableFuture<String>()
                                .completeOnTimeout("late", 50, MILLISECONDS)
                                .thenAccept(x -> work.run())));
    }

    static String done(Runnable work) {
        work.run();
        return "done";
    }

    /** A future that someone completes later: see {@link #complete}. */
    static CompletableFuture<String> later() {
        final CompletableFuture<String> future = new CompletableFuture<>();
        WAITED_FOR.add(() -> future.complete("now"));
        return future;
    }

    private static CompletableFuture<String> failedLater() {
        final CompletableFuture<String> future = new CompletableFuture<>();
        WAITED_FOR.add(() -> future.completeExceptionally(new IllegalStateException("expected")));
        return future;
    }

    /** Has completed what is waited for. Called again and again once the work was handed over, so that it has been registered. */
    static void complete() {
        for (Runnable completion = WAITED_FOR.poll(); completion != null; completion = WAITED_FOR.poll()) {
            Outside.executor().execute(completion);
        }
    }
}
