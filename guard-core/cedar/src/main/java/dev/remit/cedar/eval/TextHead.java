package dev.remit.cedar.eval;

/**
 * The first characters of a text as one number, a byte each: enough to tell most texts apart at once. Of a character only the low byte counts, and what is missing is
 * zero, so that unequal heads prove texts different and equal ones prove nothing.
 */
final class TextHead {
    private static final int LENGTH = Long.BYTES;

    private TextHead() {}

    static long of(CharSequence text, int start, int end) {
        // Most texts are Strings, which the JIT compiler sees through when it is told.
        if (text instanceof String string && end - start >= LENGTH) {
            return half(string, start) | half(string, start + LENGTH / 2) << Integer.SIZE;
        }
        long head = 0;
        for (int i = Math.min(end - start, LENGTH) - 1; i >= 0; i--) {
            head = head << Byte.SIZE | (text.charAt(start + i) & 0xFF);
        }
        return head;
    }

    private static long half(String text, int start) {
        return text.charAt(start) & 0xFF
                | (text.charAt(start + 1) & 0xFF) << 8
                | (text.charAt(start + 2) & 0xFF) << 16
                | (text.charAt(start + 3) & 0xFFL) << 24;
    }

    static long of(String text) {
        return of(text, 0, text.length());
    }

    /** What of a head a text that begins with a literal has in common with the literal's. */
    static long mask(String literal) {
        return literal.isEmpty() ? 0 : -1L >>> Byte.SIZE * (LENGTH - Math.min(literal.length(), LENGTH));
    }
}
