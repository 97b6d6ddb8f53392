package dev.remit.engine.audit.record;

/** UTF-8 without allocation. A lone surrogate becomes U+FFFD ({@link String#getBytes} would make it a question mark). */
final class Utf8 {
    /** Most bytes a char takes. */
    static final int MOST_BYTES = 3;

    /** Chars that are looked at in one go. */
    static final int CHUNK = 256;

    private Utf8() {}

    /**
     * Writes a text to {@code target}, which has {@link #MOST_BYTES} of room for each of its chars. Returns the end.
     *
     * @param chars {@link #CHUNK} of them, to work with
     */
    @SuppressWarnings("deprecation") // getBytes drops each char's upper half: ASCII has none
    static int encode(String text, char[] chars, byte[] target, int at) {
        int length = text.length();
        int p = at;
        // Copying from a string is fast in both ways, and an array is much faster to look at than a string.
        for (int from = 0; from < length; from += CHUNK) {
            int to = Math.min(length, from + CHUNK);
            text.getChars(from, to, chars, 0);
            if (!isAscii(chars, to - from)) {
                return encodeAny(text, from, target, p);
            }
            text.getBytes(from, to, target, p);
            p += to - from;
        }
        return p;
    }

    private static boolean isAscii(char[] chars, int length) {
        int all = 0;
        int i = 0;
        for (; i < length - 7; i += 8) {
            // By pairs, which a processor looks at together.
            all |= ((chars[i] | chars[i + 1]) | (chars[i + 2] | chars[i + 3]))
                    | ((chars[i + 4] | chars[i + 5]) | (chars[i + 6] | chars[i + 7]));
        }
        for (; i < length; i++) {
            all |= chars[i];
        }
        return all < 0x80;
    }

    private static int encodeAny(String text, int from, byte[] target, int at) {
        int length = text.length();
        int i = from;
        int p = at;
        while (i < length) {
            char c = text.charAt(i++);
            if (Character.isHighSurrogate(c) && i < length && Character.isLowSurrogate(text.charAt(i))) {
                p = pair(c, text.charAt(i++), target, p);
            } else {
                p = single(c, target, p);
            }
        }
        return p;
    }

    /** Writes a char that is no half of a pair. */
    static int single(char c, byte[] target, int at) {
        int p = at;
        char given = Character.isSurrogate(c) ? '\uFFFD' : c;
        if (given < 0x80) {
            target[p++] = (byte) given;
        } else if (given < 0x800) {
            target[p++] = (byte) (0xC0 | (given >> 6));
            target[p++] = (byte) (0x80 | (given & 0x3F));
        } else {
            target[p++] = (byte) (0xE0 | (given >> 12));
            target[p++] = (byte) (0x80 | (given >> 6 & 0x3F));
            target[p++] = (byte) (0x80 | (given & 0x3F));
        }
        return p;
    }

    static int pair(char high, char low, byte[] target, int at) {
        int point = Character.toCodePoint(high, low);
        int p = at;
        target[p++] = (byte) (0xF0 | (point >> 18));
        target[p++] = (byte) (0x80 | (point >> 12 & 0x3F));
        target[p++] = (byte) (0x80 | (point >> 6 & 0x3F));
        target[p++] = (byte) (0x80 | (point & 0x3F));
        return p;
    }

    /** The end of the last whole character between {@code start} and {@code end}, for a text that was cut at {@code end}. */
    static int lastWhole(byte[] bytes, int start, int end) {
        int lead = end - 1;
        while (lead >= start && (bytes[lead] & 0xC0) == 0x80) {
            lead--;
        }
        if (lead < start) {
            return start;
        }
        int first = bytes[lead] & 0xFF;
        int length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        return lead + length <= end ? end : lead;
    }
}
