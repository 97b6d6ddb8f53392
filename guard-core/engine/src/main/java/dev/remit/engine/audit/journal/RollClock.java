package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.EpochClock;
import java.io.File;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/**
 * The hour that the journal's files go by: the guard's clock, but never back, nor behind the last file that is there. Chronicle Queue would follow a
 * clock that is set back into the file of an hour that is over. For the draining thread.
 */
final class RollClock implements TimeProvider {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern(RollCycles.FAST_HOURLY.format()).withZone(ZoneOffset.UTC);
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
        nowMs = Math.max(nowMs, (cycle + 1L) * RollCycles.FAST_HOURLY.lengthInMillis());
    }

    @Override
    public long currentTimeMillis() {
        return nowMs;
    }

    /** The name of the file for the present hour. */
    String fileName() {
        return NAME.format(Instant.ofEpochMilli(nowMs)).concat(SingleChronicleQueue.SUFFIX);
    }

    private static long latest(File queueFolder) {
        long latest = 0;
        String[] names = queueFolder.list();
        for (String name : names == null ? new String[0] : names) {
            if (name.endsWith(SingleChronicleQueue.SUFFIX)) {
                latest = Math.max(latest, startMs(name));
            }
        }
        return latest;
    }

    private static long startMs(String name) {
        try {
            String hour = name.substring(0, name.length() - SingleChronicleQueue.SUFFIX.length());
            return LocalDateTime.parse(hour, NAME).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeParseException notOfOurs) {
            return 0;
        }
    }
}
