package dev.remit.cedar.eval;

import java.util.Objects;

/**
 * A String: a slice of a text. All texts are well-formed UTF-16, so comparing code units for equality compares code points.
 */
final class StringValue extends Value {
    private static final int SCANNED = 64;
    static final StringValue EMPTY = new StringValue("");

    /** Written only by the arena that owns it. */
    private CharSequence base;

    private int start;
    private int length;

    StringValue(String text) {
        this.base = Objects.requireNonNull(text, "text");
        this.length = text.length();
    }

    StringValue set(CharSequence newBase, int newStart, int newEnd) {
        base = newBase;
        start = newStart;
        length = newEnd - newStart;
        return this;
    }

    /** Lets the text go, which may be a secret. To be set again before anything else. */
    @SuppressWarnings("NullAway") // and to null: a reference to anything else would cost a collector's barrier
    void clear() {
        base = null;
        length = 0;
    }

    CharSequence base() {
        return base;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    char charAt(int index) {
        return base.charAt(start + index);
    }

    /** Whether the literal stands at an offset of this string. */
    boolean matchesAt(int offset, String literal) {
        int count = literal.length();
        if (offset < 0 || offset + count > length) {
            return false;
        }
        if (base instanceof String text) {
            return text.startsWith(literal, start + offset);
        }
        for (int i = 0; i < count; i++) {
            if (base.charAt(start + offset + i) != literal.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The first place of a literal that is not empty in {@code [from, end)}, or -1. */
    int indexOf(String literal, int from, int end) {
        int last = end - literal.length();
        if (length > SCANNED && base instanceof String text && text.length() - start - length <= length) {
            // The JDK's own search is faster, but may run on behind the slice: not farther than the slice is long.
            int found = text.indexOf(literal, start + from) - start;
            return found < from || found > last ? -1 : found;
        }
        return search(literal, from, last);
    }

    private int search(String literal, int from, int last) {
        char first = literal.charAt(0);
        for (int i = from; i <= last; i++) {
            if (base.charAt(start + i) == first && matchesAt(i, literal)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    boolean equalSameKind(Value other) {
        return sameAs((StringValue) other);
    }

    boolean sameAs(StringValue other) {
        if (length != other.length) {
            return false;
        }
        if (base instanceof String text && other.base instanceof String otherText) {
            return text.regionMatches(start, otherText, other.start, length);
        }
        return compareSameKind(other) == 0;
    }

    @Override
    public Kind kind() {
        return Kind.STRING;
    }

    @Override
    int compareSameKind(Value value) {
        StringValue other = (StringValue) value;
        int common = Math.min(length, other.length);
        for (int i = 0; i < common; i++) {
            int difference = charAt(i) - other.charAt(i);
            if (difference != 0) {
                return difference;
            }
        }
        return length - other.length;
    }

    CharSequence text() {
        return base.subSequence(start, start + length);
    }

    @Override
    void write(StringBuilder out) {
        writeName(out, text());
    }
}
