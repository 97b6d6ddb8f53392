package dev.remit.javaagent.cli;

/** Texts in columns. Widths are counted in code points. */
final class Cells {
    private Cells() {}

    static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The text, or as much of its beginning as fits before a dot of three. */
    static String cut(String text, int most) {
        return width(text) <= most ? text : text.substring(0, text.offsetByCodePoints(0, most - 1)) + '…';
    }

    static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - width(text))) + text;
    }
}
