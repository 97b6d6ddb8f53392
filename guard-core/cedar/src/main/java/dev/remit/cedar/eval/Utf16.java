package dev.remit.cedar.eval;

/** Checks that text is a sequence of Unicode characters. */
final class Utf16 {

    private Utf16() {}

    /** Whether every surrogate has its partner. */
    static boolean isWellFormed(CharSequence text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || i + 1 >= end || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
