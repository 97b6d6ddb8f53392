package dev.remit.engine.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * Hour and weekday in a time zone. Knows them until they next change, and the zone's offset until that does: asking allocates
 * nothing but then. Not thread-safe.
 */
final class LocalClock {
    private static final long HOUR_S = 3600;
    private static final long DAY_S = 24 * HOUR_S;
    private static final int WEEK = 7;

    /** 1970-01-01 was a Thursday, counted from Monday. */
    private static final int FIRST_WEEKDAY = 3;

    private final ZoneRules rules;

    /** In which the offset is the same, in seconds. */
    private long spanFrom;

    private long spanTo;
    private int offset;

    /** In which hour and weekday are the same, in milliseconds. */
    private long fromMs;

    private long toMs;
    private int hour;
    private int weekday;

    /** @param zone a time zone's id, such as {@code Europe/Berlin} */
    LocalClock(String zone) {
        this.rules = ZoneId.of(zone).getRules();
        toSpan(0);
    }

    /** From 0 to 23. */
    int hour(long epochMs) {
        toHour(epochMs);
        return hour;
    }

    /** From 1, Monday, to 7, Sunday (ISO 8601). */
    int weekday(long epochMs) {
        toHour(epochMs);
        return weekday;
    }

    private void toHour(long epochMs) {
        if (epochMs >= fromMs && epochMs < toMs) {
            return;
        }
        final long seconds = Math.floorDiv(epochMs, 1000L);
        if (seconds < spanFrom || seconds >= spanTo) {
            toSpan(seconds);
        }
        final long local = seconds + offset;
        final long began = seconds - Math.floorMod(local, HOUR_S);
        fromMs = Math.max(began, spanFrom) * 1000;
        toMs = Math.min(began + HOUR_S, spanTo) * 1000;
        hour = (int) (Math.floorMod(local, DAY_S) / HOUR_S);
        weekday = (int) Math.floorMod(Math.floorDiv(local, DAY_S) + FIRST_WEEKDAY, (long) WEEK) + 1;
    }

    private void toSpan(long seconds) {
        final Instant now = Instant.ofEpochSecond(seconds);
        final @Nullable ZoneOffsetTransition next = rules.nextTransition(now);
        spanFrom = seconds;
        spanTo = next == null ? Long.MAX_VALUE : next.toEpochSecond();
        offset = rules.getOffset(now).getTotalSeconds();
    }
}
