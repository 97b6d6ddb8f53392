package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.EpochClock;
import java.io.File;
import net.openhft.chronicle.core.time.TimeProvider;

/**
 * The hour that the journal's files go by: the guard's clock, but never back, nor behind the last file that is there. Chronicle Queue would follow a
 * clock that is set back into the file of an hour that is over. For the draining thread.
 */
final class RollClock implements TimeProvider {
    private static final int NS_PER_MS = 1_000_000;

    private final EpochClock clock;
    private long nowMs;

    RollClock(EpochClock clock, File queueFolder) {
        this.clock = clock;
        nowMs = latest(queueFolder);
        advance();
    }

    /** Goes on to the present. In between the time stands still, so that all that is asked for one record is of one hour. */
    void advance() {
        nowMs = Math.max(nowMs, clock.nowNs() / NS_PER_MS);
    }

    /** Leaves an hour whose file is complete. */
    void leave(int cycle) {
        nowMs = Math.max(nowMs, (cycle + 1L) * HourFile.HOUR_MS);
    }

    @Override
    public long currentTimeMillis() {
        return nowMs;
    }

    /** The name of the file for the present hour. */
    String fileName() {
        return HourFile.name(nowMs);
    }

    private static long latest(File queueFolder) {
        long latest = 0;
        String[] names = queueFolder.list();
        for (String name : names == null ? new String[0] : names) {
            latest = Math.max(latest, HourFile.startMs(name));
        }
        return latest;
    }
}
