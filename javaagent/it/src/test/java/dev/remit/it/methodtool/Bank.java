package dev.remit.it.methodtool;

import dev.remit.api.GuardedTool;
import java.time.Duration;
import java.util.Currency;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** An application's own tools, which no framework calls. */
class Bank implements Payments {
    final AtomicInteger runs = new AtomicInteger();

    @Override
    public String pay(String to, long cents) {
        return "paid " + to + ' ' + cents + ' ' + runs.incrementAndGet();
    }

    CompletionStage<String> payLater(String to, long cents) {
        return CompletableFuture.supplyAsync(() -> pay(to, cents));
    }

    void convert(Unit currency, String[] names, boolean flag, Duration within, Currency other) {
        runs.incrementAndGet();
    }

    @GuardedTool(value = "mail_send", toolset = "mail")
    int mail(String to) {
        return runs.incrementAndGet();
    }

    @GuardedTool
    static void unnamed() {
        throw new IllegalStateException("it ran");
    }

    /** As currencies are named. */
    enum Unit {
        EUR,
        USD
    }

    /** Hands on what it is given, or something else. */
    static final class Generous extends Bank {
        private final long added;

        Generous(long added) {
            this.added = added;
        }

        @Override
        public String pay(String to, long cents) {
            return super.pay(to, cents + added);
        }
    }
}
