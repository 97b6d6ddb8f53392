package dev.remit.engine.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * Hour and weekday in a time zone. Knows the zone's offset until it next changes, so that asking allocates nothing but at a change.
 * Thread-safe.
 */
final class LocalClock {
    private static final long HOUR_S = 3600;
    private static final long DAY_S = 24 * HOUR_S;
    private static final int WEEK = 7;

    /** 1970-01-01 was a Thursday, counted from Monday. */
    private static final int FIRST_WEEKDAY = 3;

    private final ZoneRules rules;
    private volatile Span span;

    /** @param zone a time zone's id, such as {@code Europe/Berlin} */
    LocalClock(String zone) {
        this.rules = ZoneId.of(zone).getRules();
        this.span = spanAt(0);
    }

    /** From 0 to 23. */
    int hour(long epochMs) {
        return (int) (Math.floorMod(localSeconds(epochMs), DAY_S) / HOUR_S);
    }

    /** From 1, Monday, to 7, Sunday (ISO 8601). */
    int weekday(long epochMs) {
        final long day = Math.floorDiv(localSeconds(epochMs), DAY_S);
        return (int) Math.floorMod(day + FIRST_WEEKDAY, (long) WEEK) + 1;
    }

    private long localSeconds(long epochMs) {
        final long seconds = Math.floorDiv(epochMs, 1000L);
        Span known = span;
        if (seconds < known.from || seconds >= known.to) {
            known = spanAt(seconds);
            span = known;
        }
        return seconds + known.offset;
    }

    private Span spanAt(long seconds) {
        final Instant now = Instant.ofEpochSecond(seconds);
        final @Nullable ZoneOffsetTransition next = rules.nextTransition(now);
        return new Span(
                seconds,
                next == null ? Long.MAX_VALUE : next.toEpochSecond(),
                rules.getOffset(now).getTotalSeconds());
    }

    /** A time in which the offset is the same, in seconds. */
    private record Span(long from, long to, int offset) {}
}
