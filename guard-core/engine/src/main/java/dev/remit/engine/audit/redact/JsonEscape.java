package dev.remit.engine.audit.redact;

/** How JSON writes a character inside a string: one home for the encoder and for learning the escaped form of a secret. */
public final class JsonEscape {
    private static final char[] SHORT = new char[128];

    static {
        SHORT['"'] = '"';
        SHORT['\\'] = '\\';
        SHORT['\b'] = 'b';
        SHORT['\f'] = 'f';
        SHORT['\n'] = 'n';
        SHORT['\r'] = 'r';
        SHORT['\t'] = 't';
    }

    private JsonEscape() {}

    /** Whether the character can't stand as it is. */
    public static boolean needed(char c) {
        return c < 0x20 || c == '"' || c == '\\';
    }

    /** What follows the backslash, or 0 if the character needs the form with four hex digits. */
    public static char shortForm(char c) {
        return c < 128 ? SHORT[c] : 0;
    }

    /** Appends the text as JSON writes it between quotes; with {@code ascii}, everything beyond ASCII as hex digits. */
    public static void append(CharSequence text, boolean ascii, StringBuilder to) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (needed(c) && shortForm(c) != 0) {
                to.append('\\').append(shortForm(c));
            } else if (needed(c) || (ascii && c > 0x7E)) {
                to.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    to.append(Character.forDigit(c >> shift & 0xF, 16));
                }
            } else {
                to.append(c);
            }
        }
    }
}
