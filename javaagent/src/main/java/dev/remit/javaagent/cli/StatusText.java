package dev.remit.javaagent.cli;

import dev.remit.engine.audit.count.CountersView;
import dev.remit.engine.audit.count.GuardCounter;
import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.TextLines;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The status of guards in words. Its form may change; programs read {@link StatusJson}. */
final class StatusText {
    private StatusText() {}

    /** Of runs, with the counters of those that run now. */
    static String of(List<GuardRun> runs, Map<Long, CountersView> counters) {
        StringBuilder text = new StringBuilder();
        for (GuardRun run : runs) {
            text.append(text.isEmpty() ? "" : "\n");
            add(run, text);
            CountersView counted = counters.get(run.run());
            if (counted != null) {
                add(counted, text);
            }
        }
        return text.toString();
    }

    private static void add(GuardRun run, StringBuilder to) {
        to.append("run ").append(Long.toHexString(run.run())).append(": ").append(state(run));
        to.append(run.journal().isEmpty() ? "" : ", journal " + run.journal()).append('\n');
        line(to, "started", time(run.startedNs()));
        line(to, "mode", TextLines.plain(run.mode()));
        line(to, "identity", TextLines.plain(run.identity()));
        line(to, "hooks", Integer.toString(run.hooks().size()));
        line(
                to,
                "policy",
                run.policyHash() == null
                        ? "none"
                        : TextLines.shortened(run.policyHash()) + " since " + time(run.policySinceNs()));
        JournalRecord rejected = run.rejected();
        if (rejected != null) {
            line(
                    to,
                    "rejected",
                    time(rejected.timeNs()) + (run.isPolicyRejected() ? "" : ", corrected since") + ": "
                            + TextLines.plain(rejected.reason()));
        }
        line(to, "decisions", run.decisions() + ", denied " + run.denied());
        line(to, "last", time(run.lastNs()));
    }

    private static void add(CountersView counted, StringBuilder to) {
        boolean stalled = counted.value(GuardCounter.DRAIN_STALLED) != 0;
        line(
                to,
                "ring",
                counted.value(GuardCounter.RING_USED_BYTES) + " of " + counted.value(GuardCounter.RING_CAPACITY_BYTES)
                        + " bytes wait, the oldest for about " + counted.value(GuardCounter.DRAIN_LAG_NS) / 1_000_000
                        + " ms"
                        + (stalled ? ", the journal can't be written now" : ""));
        line(to, "refused", counted.value(GuardCounter.RECORDS_REFUSED) + " records, because the ring was full");
        if (counted.value(GuardCounter.ANCHOR_FAILED) != 0) {
            line(to, "anchor", "can't be reached now");
        }
    }

    private static String state(GuardRun run) {
        return switch (run.state()) {
            case "running" -> "running";
            case "stopped" -> "stopped " + time(run.stoppedNs());
            default -> "ended without a word, as by a kill";
        };
    }

    private static void line(StringBuilder to, String label, String what) {
        to.append("  ")
                .append(label)
                .append(" ".repeat(11 - label.length()))
                .append(what)
                .append('\n');
    }

    private static String time(long ns) {
        return ns == 0
                ? "-"
                : Instant.ofEpochSecond(ns / 1_000_000_000)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString();
    }
}
