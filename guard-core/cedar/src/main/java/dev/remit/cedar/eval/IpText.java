package dev.remit.cedar.eval;

import org.jspecify.annotations.Nullable;

/** Reads IPv4 and IPv6 addresses and CIDR ranges; IPv4 inside IPv6 is not accepted. */
final class IpText {
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final int GROUPS = 8;

    private IpText() {}

    static @Nullable Value parse(StringValue text, Arena arena) {
        int slash = text.length();
        boolean v6 = false;
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            slash = c == '/' ? i : slash;
            v6 |= c == ':';
        }
        int bits = v6 ? V6_BITS : V4_BITS;
        int prefix = slash == text.length() ? bits : prefix(text, slash + 1, bits);
        if (prefix < 0) {
            return null;
        }
        return v6 ? v6(text, slash, prefix, arena) : v4(text, slash, prefix, arena);
    }

    private static int prefix(StringValue text, int from, int bits) {
        int count = text.length() - from;
        // No zero in front, as in "/024".
        if (count < 1 || count > 3 || (count > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = decimal(text, from, text.length());
        return value > bits ? -1 : value;
    }

    private static int decimal(StringValue text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private static @Nullable Value v4(StringValue text, int end, int prefix, Arena arena) {
        long address = 0;
        int at = 0;
        for (int part = 0; part < 4; part++) {
            int start = at;
            while (at < end && text.charAt(at) != '.') {
                at++;
            }
            int count = at - start;
            if (count < 1 || count > 3 || (count > 1 && text.charAt(start) == '0')) {
                return null;
            }
            int value = decimal(text, start, at);
            if (value < 0 || value > 255 || (part < 3) != (at < end)) {
                return null;
            }
            address = address << 8 | value;
            at++;
        }
        return arena.ip().set(false, 0, address, prefix);
    }

    /** Groups before the {@code ::} fill from the front, those behind it from the back. */
    private static @Nullable Value v6(StringValue text, int end, int prefix, Arena arena) {
        long high = 0;
        long low = 0;
        int groups = 0;
        int gap = -1;
        int at = 0;
        if (end >= 2 && text.charAt(0) == ':' && text.charAt(1) == ':') {
            gap = 0;
            at = 2;
        }
        while (at < end) {
            int start = at;
            int value = 0;
            while (at < end && text.charAt(at) != ':') {
                char c = text.charAt(at++);
                int digit = c < 0x80 ? Character.digit(c, 16) : -1;
                if (digit < 0 || at - start > 4) {
                    return null;
                }
                value = value << 4 | digit;
            }
            if (at == start || groups == GROUPS) {
                return null;
            }
            high = high << 16 | low >>> 48;
            low = low << 16 | value;
            groups++;
            if (at == end) {
                break;
            }
            at++;
            if (at < end && text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = groups;
                at++;
            } else if (at == end) {
                return null;
            }
        }
        if (gap < 0 ? groups != GROUPS : groups == GROUPS) {
            return null;
        }
        return gap < 0 ? arena.ip().set(true, high, low, prefix) : spread(high, low, groups, gap, prefix, arena);
    }

    private static Value spread(long high, long low, int groups, int gap, int prefix, Arena arena) {
        long newHigh = 0;
        long newLow = 0;
        for (int i = 0; i < GROUPS; i++) {
            int behind = groups - (GROUPS - i);
            int from = i < gap ? i : behind >= gap ? behind : -1;
            long value = from < 0 ? 0 : group(high, low, groups - 1 - from);
            newHigh = newHigh << 16 | newLow >>> 48;
            newLow = newLow << 16 | value;
        }
        return arena.ip().set(true, newHigh, newLow, prefix);
    }

    /** A group counted from the last. */
    private static long group(long high, long low, int fromLast) {
        return (fromLast < 4 ? low >>> (16 * fromLast) : high >>> (16 * (fromLast - 4))) & 0xFFFF;
    }
}
