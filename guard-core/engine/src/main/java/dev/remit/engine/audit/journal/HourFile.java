package dev.remit.engine.audit.journal;

import java.io.File;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Names of the journal's files: {@code 20261121-09F.cq4} holds what was recorded from 9 to 10 o'clock (UTC) of that day. */
final class HourFile {
    private static final long SECONDS = 3600;

    private HourFile() {}

    /** The file's hour, in hours since the epoch, which is its cycle in the queue; -1 if its name is another. */
    static int cycle(File file) {
        try {
            LocalDateTime time = LocalDateTime.parse(file.getName(), DateTimeFormatter.ofPattern("yyyyMMdd-HH'F.cq4'"));
            return (int) (time.toEpochSecond(ZoneOffset.UTC) / SECONDS);
        } catch (DateTimeException noSuchName) {
            return -1;
        }
    }

    /** When the file's hour ended, in nanoseconds since the epoch. */
    static long endNs(File file) {
        return (cycle(file) + 1) * SECONDS * 1_000_000_000L;
    }
}
