package dev.remit.cedar.eval;

/** Checks that text is a sequence of Unicode characters. */
final class Utf16 {

    private Utf16() {}

    /** Whether every surrogate has its partner. */
    static boolean isWellFormed(CharSequence text, int start, int end) {
        // Most texts are Strings; told so, the JIT compiler sees that one of bytes has no surrogates, and leaves the
        // loop out.
        int at = text instanceof String string ? firstSurrogate(string, start, end) : start;
        for (; at < end; at++) {
            char c = text.charAt(at);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || at + 1 >= end || !Character.isLowSurrogate(text.charAt(at + 1))) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }

    private static int firstSurrogate(String text, int start, int end) {
        int at = start;
        while (at < end && !Character.isSurrogate(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
