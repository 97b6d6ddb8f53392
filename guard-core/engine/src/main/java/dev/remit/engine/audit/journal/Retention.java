package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.EpochClock;
import dev.remit.engine.audit.JournalSettings;
import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.Tag;
import dev.remit.engine.audit.record.TextLimits;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * Removes the journal's oldest files when they are too old or too many. Of each a tombstone stays: the number and chain of its last record, which the next
 * file's first one goes on from. It is signed before the file goes, and nothing goes that the anchor does not cover. For the draining thread.
 */
final class Retention {
    private static final long INTERVAL_NS = 60_000_000_000L;

    /** When the anchor has not got it yet, as at the start of a run. */
    private static final long SOON_NS = 1_000_000_000L;

    private static final long DAY_MS = 86_400_000;
    private static final long NS_PER_MS = 1_000_000;

    private final JournalSettings settings;
    private final Journal journal;
    private final Checkpoints checkpoints;
    private final EpochClock clock;
    private final long runId;
    private final RecordEncoder encoder = new RecordEncoder();
    private long dueAt = System.nanoTime();
    private boolean failed;

    Retention(JournalSettings settings, Journal journal, Checkpoints checkpoints, EpochClock clock, long runId) {
        this.settings = settings;
        this.journal = journal;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.runId = runId;
    }

    /**
     * Looks for what is to go, each minute.
     *
     * @param ringEnd up to where the journal has this run's ring
     */
    void applyWhereDue(long ringEnd) throws IOException, GeneralSecurityException {
        boolean limited = settings.keepDays() > 0 || settings.keepBytes() > 0;
        if (limited && !failed && System.nanoTime() - dueAt >= 0) {
            dueAt = System.nanoTime() + INTERVAL_NS;
            apply(ringEnd);
        }
    }

    private void apply(long ringEnd) throws IOException, GeneralSecurityException {
        List<File> hours = journal.hours();
        long bytes = 0;
        for (File hour : hours) {
            bytes += hour.length();
        }
        for (int i = 0; i + 1 < hours.size() && isDue(hours.get(i), bytes); i++) {
            LastFrames.Frame last = journal.frames().before(hours.get(i + 1));
            if (last == null) {
                fail(hours.get(i), "the file behind it can't be read", ringEnd);
                return;
            }
            if (last.sequence() > checkpoints.kept()) {
                dueAt = System.nanoTime() + SOON_NS;
                return;
            }
            bytes -= hours.get(i).length();
            if (!remove(hours.get(i), last, ringEnd)) {
                return;
            }
        }
    }

    private boolean isDue(File hour, long bytes) {
        long endMs = HourFile.startMs(hour.getName()) + HourFile.HOUR_MS;
        boolean tooOld = settings.keepDays() > 0 && clock.nowNs() / NS_PER_MS - endMs > settings.keepDays() * DAY_MS;
        return tooOld || (settings.keepBytes() > 0 && bytes > settings.keepBytes());
    }

    private boolean remove(File hour, LastFrames.Frame last, long ringEnd)
            throws IOException, GeneralSecurityException {
        encoder.begin(RecordKind.TOMBSTONE, runId, 0, 0, clock.nowNs());
        encoder.setLong(RecordDescriptor.SIZE, last.sequence());
        encoder.text(Tag.SOURCE, hour.getName(), TextLimits.LIFECYCLE, null);
        encoder.bytes(Tag.CHAIN, last.chain());
        journal.append(encoder.bytes(), encoder.finish(), runId, ringEnd);
        checkpoints.sign(ringEnd);
        try {
            journal.remove(hour);
            return true;
        } catch (IOException e) {
            fail(hour, String.valueOf(e.getMessage()), ringEnd);
            return false;
        }
    }

    /** Says so once, and leaves it to the next start. */
    private void fail(File hour, String why, long ringEnd) throws IOException {
        failed = true;
        String text = hour.getName() + " can't be removed (" + why
                + "); the journal grows beyond its limits until the next start";
        int length = Anomaly.encode(encoder, runId, clock.nowNs(), "retention-failed", text);
        journal.append(encoder.bytes(), length, runId, ringEnd);
    }
}
