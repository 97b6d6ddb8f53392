package dev.remit.javaagent.cli;

import java.util.List;

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

    /** Lines of as many values each, every column as wide as its widest value. */
    static String table(List<List<String>> lines) {
        int[] widths = new int[lines.isEmpty() ? 0 : lines.get(0).size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(line.get(i)));
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                String value = line.get(i);
                out.append(i + 1 == widths.length ? value + '\n' : left(value, widths[i] + 2));
            }
        }
        return out.toString();
    }
}
