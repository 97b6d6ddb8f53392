package dev.remit.cedar.eval;

import org.jspecify.annotations.Nullable;

/** Reads datetimes: {@code YYYY-MM-DD}, or with {@code Thh:mm:ss}, an optional {@code .SSS}, and {@code Z} or {@code ±hhmm}; ms since the epoch. */
final class DatetimeText {
    private static final int DATE_LENGTH = 10;
    private static final int SECONDS_END = 19;
    private static final long DAY_MS = 86_400_000L;

    private DatetimeText() {}

    static @Nullable Value parse(StringValue text, Arena arena) {
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 2);
        int day = digits(text, 8, 2);
        if (year < 0 || !is(text, 4, '-') || !is(text, 7, '-') || month < 1 || month > 12) {
            return null;
        }
        if (day < 1 || day > monthLength(year, month)) {
            return null;
        }
        long ms = epochDay(year, month, day) * DAY_MS;
        if (text.length() == DATE_LENGTH) {
            return arena.number(Value.Kind.DATETIME, ms);
        }
        int hour = digits(text, 11, 2);
        int minute = digits(text, 14, 2);
        int second = digits(text, 17, 2);
        if (!is(text, 10, 'T') || !is(text, 13, ':') || !is(text, 16, ':') || !isTime(hour, minute)) {
            return null;
        }
        if (second < 0 || second > 59) {
            return null;
        }
        ms += ((hour * 60L + minute) * 60 + second) * 1000;
        int at = SECONDS_END;
        if (is(text, at, '.')) {
            int millis = digits(text, at + 1, 3);
            if (millis < 0) {
                return null;
            }
            ms += millis;
            at += 4;
        }
        if (is(text, at, 'Z') && text.length() == at + 1) {
            return arena.number(Value.Kind.DATETIME, ms);
        }
        int zoneHours = digits(text, at + 1, 2);
        int zoneMinutes = digits(text, at + 3, 2);
        boolean east = is(text, at, '+');
        if ((!east && !is(text, at, '-')) || text.length() != at + 5 || !isTime(zoneHours, zoneMinutes)) {
            return null;
        }
        long zone = (zoneHours * 60L + zoneMinutes) * 60_000;
        return arena.number(Value.Kind.DATETIME, east ? ms - zone : ms + zone);
    }

    private static boolean isTime(int hour, int minute) {
        return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
    }

    private static boolean is(StringValue text, int at, char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private static int digits(StringValue text, int from, int count) {
        if (from + count > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + count; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private static int monthLength(int year, int month) {
        return switch (month) {
            case 2 -> (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Days since 1970-01-01 in the proleptic Gregorian calendar; years begin in March, so that the leap day is last. */
    private static long epochDay(int year, int month, int day) {
        long y = month > 2 ? year : year - 1;
        long monthFromMarch = (month + 9L) % 12;
        long yearDays = y * 365 + Math.floorDiv(y, 4) - Math.floorDiv(y, 100) + Math.floorDiv(y, 400);
        return yearDays + (monthFromMarch * 306 + 5) / 10 + day - 1 - 719_468;
    }
}
