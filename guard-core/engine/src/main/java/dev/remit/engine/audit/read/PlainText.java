package dev.remit.engine.audit.read;

import java.util.Locale;

/** Makes of any text one that a terminal only shows: what an AI agent sends must not steer it. Stateless. */
public final class PlainText {
    private PlainText() {}

    /** The text on one line, with escapes in place of what is not to be seen. */
    public static String of(String text) {
        StringBuilder to = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isShown(point)) {
                to.appendCodePoint(point);
            } else {
                to.append(String.format(Locale.ROOT, "\\u%04x", point));
            }
        });
        return to.toString();
    }

    /** Whether a terminal shows the character and does nothing else. */
    public static boolean isShown(int point) {
        int type = Character.getType(point);
        // Format characters too: some turn the direction of what follows.
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
