package dev.remit.it.context;

import dev.remit.api.Remit;
import dev.remit.api.RemitTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** An application's methods that are tasks: by its configuration, or by an annotation. */
class Desk {
    /** Bound by task.refund.entry. */
    <T> T refund(String customer, Supplier<T> work) {
        return work.get();
    }

    /** One of two, bound by its arguments' types. */
    <T> T chosen(Supplier<T> work) {
        return work.get();
    }

    <T> T chosen(Supplier<T> work, int times) {
        return work.get();
    }

    /** Bound without saying which of the two: by none, then. */
    <T> T ambiguous(Supplier<T> work) {
        return work.get();
    }

    <T> T ambiguous(Supplier<T> work, int times) {
        return work.get();
    }

    @RemitTask(
            value = "refund",
            user = 1,
            ttlSeconds = 60,
            budgets = {"refund_booking=1"},
            labels = {"money"},
            tools = {"refund_booking", "read_mailbox"})
    <T> T annotated(String customer, Supplier<T> work) {
        return work.get();
    }

    @RemitTask("refund")
    CompletableFuture<String> annotatedLater(Supplier<String> work, Executor executor) {
        return CompletableFuture.supplyAsync(work, executor);
    }

    /** Not a task that can be: an intent has no blank in it. */
    @RemitTask("no such intent")
    <T> T misspelt(Supplier<T> work) {
        return work.get();
    }

    static boolean isGuarded() {
        return Remit.isGuarded();
    }
}
