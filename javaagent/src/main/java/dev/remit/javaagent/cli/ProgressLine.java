package dev.remit.javaagent.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** A line on a terminal that says how far a work is: a bar, records a second, and how long it may still take. Nothing elsewhere. For one use. */
final class ProgressLine implements AutoCloseable {
    private static final long STEP_NS = 100_000_000;
    private static final int COLUMNS = 30;

    private final PrintWriter err;
    private final boolean shown = Terminal.isAttached();
    private final long startedAt = System.nanoTime();
    private long shownAt = startedAt;

    ProgressLine(PrintWriter err) {
        this.err = err;
    }

    /** Says, every now and then, that so many records and this share of the work, 0 to 1, are done. */
    void at(double share, long records) {
        long now = shown ? System.nanoTime() : shownAt;
        if (now - shownAt >= STEP_NS) {
            shownAt = now;
            show(Math.min(share, 1), records, (now - startedAt) / 1e9);
        }
    }

    private void show(double share, long records, double seconds) {
        int filled = (int) (share * COLUMNS);
        double left = share <= 0 ? 0 : seconds / share - seconds;
        err.print(String.format(
                Locale.ROOT,
                "\r[%s%s] %3.0f %%  %,.0f records/s  %.0f s left ",
                "#".repeat(filled),
                ".".repeat(COLUMNS - filled),
                share * 100,
                records / seconds,
                left));
        err.flush();
    }

    /** Takes the line away. Repeatable. */
    @Override
    public void close() {
        if (shownAt != startedAt) {
            shownAt = startedAt;
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
