package dev.remit.engine.audit.record;

/** UTF-8 without allocation. A lone surrogate becomes U+FFFD ({@link String#getBytes} would make it a question mark). */
final class Utf8 {
    private Utf8() {}

    /** Writes the first {@code length} chars to {@code target}, which has three bytes of room for each. Returns the end. */
    static int encode(String text, int length, byte[] target, int at) {
        int i = 0;
        int p = at;
        char c;
        while (i < length && (c = text.charAt(i)) < 0x80) {
            target[p++] = (byte) c;
            i++;
        }
        while (i < length) {
            c = text.charAt(i++);
            if (c < 0x80) {
                target[p++] = (byte) c;
            } else if (Character.isHighSurrogate(c) && i < length && Character.isLowSurrogate(text.charAt(i))) {
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
