package dev.remit.javaagent.cli;

import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.verify.JournalVerifier;
import java.io.File;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A line on a terminal that says how far a check is: a bar, records a second, and how long it may still take. Nothing elsewhere. For one use. */
final class VerifyProgress implements JournalVerifier.Progress, AutoCloseable {
    private static final long STEP_NS = 100_000_000;
    private static final int COLUMNS = 30;

    private final PrintWriter err;
    private final boolean shown = Terminal.isAttached();
    private final long startedAt = System.nanoTime();
    private long shownAt = startedAt;
    private long whole;
    private long before;
    private long records;
    private File current = new File("");
    private long currentRecords;

    VerifyProgress(List<File> journals, PrintWriter err) {
        this.err = err;
        for (File journal : journals) {
            for (File file : JournalFolder.hours(journal)) {
                whole += file.length();
            }
        }
    }

    @Override
    public void at(File file, long bytes, long ofThisJournal) {
        if (!file.equals(current)) {
            before += current.length();
            records += file.getParentFile().equals(current.getParentFile()) ? 0 : currentRecords;
            current = file;
        }
        currentRecords = ofThisJournal;
        long now = System.nanoTime();
        if (shown && now - shownAt >= STEP_NS) {
            shownAt = now;
            show((double) (before + bytes) / Math.max(whole, 1), (now - startedAt) / 1e9);
        }
    }

    private void show(double share, double seconds) {
        int filled = (int) (share * COLUMNS);
        double rate = (records + currentRecords) / seconds;
        double left = share <= 0 ? 0 : seconds / share - seconds;
        err.print(String.format(
                Locale.ROOT,
                "\r[%s%s] %3.0f %%  %,.0f records/s  %.0f s left ",
                "#".repeat(filled),
                ".".repeat(COLUMNS - filled),
                share * 100,
                rate,
                left));
        err.flush();
    }

    @Override
    public void close() {
        if (shown && shownAt != startedAt) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
