package dev.remit.javaagent.cli;

import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.TextLines;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The status of guards in words. Its form may change; programs read {@link StatusJson}. */
final class StatusText {
    private StatusText() {}

    static String of(List<GuardRun> runs) {
        StringBuilder text = new StringBuilder();
        for (GuardRun run : runs) {
            text.append(text.isEmpty() ? "" : "\n");
            add(run, text);
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
