package dev.remit.engine.audit.journal;

import java.io.File;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/** Names of the journal's files: {@code 20261121-09F.cq4} holds what was recorded from 9 to 10 o'clock (UTC) of that day. Stateless. */
final class HourFile {
    static final long HOUR_MS = 3_600_000;

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern(RollCycles.FAST_HOURLY.format()).withZone(ZoneOffset.UTC);

    private HourFile() {}

    /** The name of the file for the hour of a time, in milliseconds since the epoch. */
    static String name(long timeMs) {
        return NAME.format(Instant.ofEpochMilli(timeMs)).concat(SingleChronicleQueue.SUFFIX);
    }

    /** The number that Chronicle Queue gives to a file's hour; -1 if its name is no such name. */
    static int cycle(File file) {
        long start = startMs(file.getName());
        return start < 0 ? -1 : (int) (start / HOUR_MS);
    }

    /** When the hour of a file began, in milliseconds since the epoch; -1 if its name is no such name. */
    static long startMs(String name) {
        if (!name.endsWith(SingleChronicleQueue.SUFFIX)) {
            return -1;
        }
        try {
            String hour = name.substring(0, name.length() - SingleChronicleQueue.SUFFIX.length());
            return LocalDateTime.parse(hour, NAME).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeException notOfOurs) {
            return -1;
        }
    }
}
