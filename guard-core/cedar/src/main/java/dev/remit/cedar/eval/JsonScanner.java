package dev.remit.cedar.eval;

import org.jspecify.annotations.Nullable;

/**
 * Walks over JSON text (RFC 8259, strictly) without recursion or allocation. Methods return false at the first thing that is no JSON; {@link #at} is where.
 */
final class JsonScanner {
    private final Scratch scratch;
    private String text = "";

    /** Offset of the next character. */
    int at;

    /** Of the string scanned last: its slice between the quotes, as written. */
    int stringStart;

    int stringEnd;
    private boolean escaped;
    private boolean surrogates;

    /** Nesting went past the limit; said beside a false result. */
    boolean tooDeep;

    JsonScanner(Scratch scratch) {
        this.scratch = scratch;
    }

    void start(String newText) {
        text = newText;
        at = 0;
        tooDeep = false;
    }

    /** Lets go of the text. */
    void end() {
        text = "";
    }

    String text() {
        return text;
    }

    /** The next character that is no white space, or 0 at the end. */
    char peek() {
        if (at < text.length()) {
            char c = text.charAt(at);
            // Mostly: as models write it, a space stands behind colons and commas only.
            if (c > ' ') {
                return c;
            }
        }
        return peekBeyondSpace();
    }

    private char peekBeyondSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return c;
            }
            at++;
        }
        return 0;
    }

    /** Steps over that character, which is none of those that are white space nor the one that {@link #peek} has for the end, if it comes next. */
    boolean accept(char wanted) {
        if (peek() == wanted) {
            at++;
            return true;
        }
        return false;
    }

    boolean atEnd() {
        peek();
        return at == text.length();
    }

    boolean literal(String word) {
        if (!text.startsWith(word, at)) {
            return false;
        }
        at += word.length();
        return true;
    }

    /** Scans the string whose opening quote comes next. */
    boolean string() {
        if (!accept('"')) {
            return false;
        }
        String chars = text;
        int length = chars.length();
        int i = at;
        stringStart = i;
        escaped = false;
        surrogates = false;
        while (i < length) {
            char c = chars.charAt(i);
            if (c == '"') {
                stringEnd = i;
                at = i + 1;
                return true;
            }
            if (c == '\\') {
                int decoded = escape(i + 1);
                if (decoded < 0) {
                    break;
                }
                escaped = true;
                surrogates |= Character.isSurrogate((char) decoded);
                i += 1 + escapeLength(i + 1);
            } else if (c < 0x20) {
                break;
            } else {
                surrogates |= Character.isSurrogate(c);
                i++;
            }
        }
        at = i;
        return false;
    }

    /** The code unit that the escape behind a backslash means, or -1. */
    private int escape(int offset) {
        if (offset >= text.length()) {
            return -1;
        }
        char c = text.charAt(offset);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex(offset + 1);
            default -> -1;
        };
    }

    private int escapeLength(int offset) {
        return text.charAt(offset) == 'u' ? 5 : 1;
    }

    private int hex(int from) {
        if (from + 4 > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** The child of a slot that the string scanned last names, or -1. */
    int child(SlotTree tree, int slot) {
        if (!escaped) {
            return tree.child(slot, text, stringStart, stringEnd);
        }
        int start = scratch.length();
        unescape();
        int child = tree.child(slot, scratch, start, scratch.length());
        scratch.truncate(start);
        return child;
    }

    /** The string scanned last as a value: in place, or unescaped into the scratch. Null when it is not well-formed. */
    @Nullable
    StringValue stringValue(Arena arena) {
        CharSequence base = text;
        int start = stringStart;
        int end = stringEnd;
        if (escaped) {
            base = scratch;
            start = scratch.length();
            unescape();
            end = scratch.length();
        }
        return surrogates && !Utf16.isWellFormed(base, start, end) ? null : arena.string(base, start, end);
    }

    private void unescape() {
        for (int i = stringStart; i < stringEnd; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                scratch.append((char) escape(i + 1));
                i += escapeLength(i + 1);
            } else {
                scratch.append(c);
            }
        }
    }

    /** Scans a number; its value is asked of {@link JsonNumber}. */
    boolean number() {
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
        }
        int start = at;
        if (!digits()) {
            return false;
        }
        if (at - start > 1 && text.charAt(start) == '0') {
            at = start + 1;
            return false;
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            if (!digits()) {
                return false;
            }
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at > start;
    }

    /** Steps over any value, at a nesting depth that counts towards the limit. */
    boolean skip(int depth) {
        // One bit a level: whether it is an object.
        long objects = 0;
        int open = 0;
        while (true) {
            char c = peek();
            if (c == '{' || c == '[') {
                if (depth + open >= RequestFrame.MAX_DEPTH) {
                    tooDeep = true;
                    return false;
                }
                at++;
                open++;
                objects = objects << 1 | (c == '{' ? 1 : 0);
                if (peek() == c + 2) {
                    at++;
                    open--;
                    objects >>>= 1;
                } else {
                    if (c == '{' && !key()) {
                        return false;
                    }
                    continue;
                }
            } else if (!scalar(c)) {
                return false;
            }
            // A value is complete: close what ends with it, or go on to the next.
            while (true) {
                if (open == 0) {
                    return true;
                }
                boolean object = (objects & 1) != 0;
                if (accept(',')) {
                    if (object && !key()) {
                        return false;
                    }
                    break;
                }
                if (!accept(object ? '}' : ']')) {
                    return false;
                }
                open--;
                objects >>>= 1;
            }
        }
    }

    private boolean key() {
        return string() && accept(':');
    }

    private boolean scalar(char c) {
        return switch (c) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        };
    }
}
