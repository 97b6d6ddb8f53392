package dev.remit.javaagent.hooks.files;

import java.util.ArrayList;
import java.util.List;

/**
 * The values in the text of a secret file: all of it, and where it has several lines each that is one word, and each that stands
 * behind a name, as in {@code password=…} or {@code token: "…"}. Stateless.
 */
final class SecretText {
    /** A text of more lines is one value: its lines would be a list of everything. */
    private static final int MOST_LINES = 64;

    private SecretText() {}

    /** The values in {@code text}, without white space and quotes around them; none in an empty one. */
    static List<String> values(String text) {
        final List<String> values = new ArrayList<>();
        final String whole = text.strip();
        if (whole.isEmpty()) {
            return values;
        }
        values.add(whole);
        // The strings of a JSON text are told apart where it is learned.
        if (whole.startsWith("{") || whole.startsWith("[{")) {
            return values;
        }
        final String[] lines = whole.split("\\R", MOST_LINES + 1);
        if (lines.length > MOST_LINES) {
            return values;
        }
        for (String line : lines) {
            addValue(line.strip(), values);
        }
        return values;
    }

    private static void addValue(String line, List<String> values) {
        final int equals = line.indexOf('=');
        final int colon = line.indexOf(':');
        final int end = equals < 0 || colon >= 0 && colon < equals ? colon : equals;
        if (end > 0 && isName(line.substring(0, end).strip())) {
            values.add(unquoted(line.substring(end + 1).strip()));
        }
        // Also where it seems to be a name and a value: "user:pass" is one secret, and so is base64 that ends in "=".
        if (isWord(line)) {
            values.add(line);
        }
    }

    /** Whether it is what a configuration file calls a value. */
    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (!Character.isLetterOrDigit(c) && "_-. ".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static String unquoted(String value) {
        final int last = value.length() - 1;
        final boolean quoted = last > 0
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(last) == value.charAt(0);
        return quoted ? value.substring(1, last) : value;
    }
}
