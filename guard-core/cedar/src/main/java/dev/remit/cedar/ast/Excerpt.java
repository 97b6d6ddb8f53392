package dev.remit.cedar.ast;

/** Shows a place of a text to people: its line and a caret below it. */
final class Excerpt {
    /** How much of a long line is shown before the place and behind it, in code points. */
    private static final int SHOWN = 80;

    private static final String CUT = "…";

    private Excerpt() {}

    /**
     * The line and the caret, both indented by two.
     *
     * @param line the line's text
     * @param column the place in code points, from 1; behind the end of the line at most
     */
    static String of(String line, int column) {
        int caret = line.offsetByCodePoints(0, Math.min(column - 1, line.codePointCount(0, line.length())));
        int from = caret;
        int to = caret;
        for (int i = 0; i < SHOWN; i++) {
            from -= from == 0 ? 0 : Character.charCount(line.codePointBefore(from));
            to += to == line.length() ? 0 : Character.charCount(line.codePointAt(to));
        }
        StringBuilder out = new StringBuilder("  ").append(from > 0 ? CUT : "");
        StringBuilder below = new StringBuilder("\n  ").append(from > 0 ? " " : "");
        for (int i = from; i < to; i += Character.charCount(line.codePointAt(i))) {
            int point = line.codePointAt(i);
            out.appendCodePoint(isShown(point) ? point : '\uFFFD');
            if (i < caret) {
                // A tab below a tab is as wide, however wide tabs are.
                below.append(point == '\t' ? '\t' : ' ');
            }
        }
        return out.append(to < line.length() ? CUT : "")
                .append(below)
                .append('^')
                .toString();
    }

    /** What would move the cursor or turn the writing direction would show another text than stands there. */
    private static boolean isShown(int point) {
        int type = Character.getType(point);
        boolean hidden = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        return point == '\t' || !hidden;
    }
}
