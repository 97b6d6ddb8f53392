package dev.remit.cedar.eval;

import java.util.Arrays;

/** Characters of unescaped strings, owned by one frame. */
final class Scratch implements CharSequence {
    private static final int KEPT = 64 * 1024;

    private char[] chars = new char[256];
    private int length;

    void append(char c) {
        if (length == chars.length) {
            chars = Arrays.copyOf(chars, length * 2);
        }
        chars[length++] = c;
    }

    /** Forgets what was appended since it had that length. */
    void truncate(int newLength) {
        length = newLength;
    }

    void clear() {
        length = 0;
        if (chars.length > KEPT) {
            chars = new char[KEPT];
        }
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return chars[index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new String(chars, start, end - start);
    }

    @Override
    public String toString() {
        return new String(chars, 0, length);
    }
}
