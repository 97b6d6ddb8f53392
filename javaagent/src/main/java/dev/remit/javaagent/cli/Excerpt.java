package dev.remit.javaagent.cli;

import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.ast.Span;
import dev.remit.engine.audit.read.PlainText;
import org.jspecify.annotations.Nullable;

/** Shows stretches of a policy's text: the line with its number, and under it what is said of the stretch. Not thread-safe. */
final class Excerpt {
    /** Columns of a line that are shown at most, and how many of them before the stretch. */
    private static final int WIDTH = 120;

    private static final int BEFORE = 40;

    private final StringBuilder out;
    private final String indent;
    private @Nullable SourceText source;
    private int line;
    private int from;

    /** Where the stretch begins in what is shown. */
    private int column;

    Excerpt(StringBuilder out, String indent) {
        this.out = out;
        this.indent = indent;
    }

    /** The line where the stretch begins, unless it was the last one shown, with the stretch underlined. */
    void show(Span span, String remark) {
        int newLine = span.source().line(span.start());
        int start = span.source().column(span.start()) - 1;
        int[] text = span.source().lineText(span.start()).codePoints().toArray();
        boolean shown = span.source().equals(source) && newLine == line && start >= from && start < from + WIDTH;
        if (!shown) {
            source = span.source();
            line = newLine;
            from = text.length <= WIDTH ? 0 : Math.max(0, Math.min(start - BEFORE, text.length - WIDTH));
            String number = String.valueOf(line);
            out.append(indent)
                    .append(" ".repeat(Math.max(0, 5 - number.length())))
                    .append(number)
                    .append(" | ");
            for (int i = from; i < Math.min(text.length, from + WIDTH); i++) {
                out.appendCodePoint(visible(text[i]));
            }
            out.append('\n');
        }
        column = start - from;
        String stretch = span.text();
        int newline = stretch.indexOf('\n');
        String first = (newline < 0 ? stretch : stretch.substring(0, newline)).stripTrailing();
        int length = Math.max(1, first.codePointCount(0, first.length()));
        under("^".repeat(Math.min(length, WIDTH - column)) + " " + remark);
    }

    /** A line below, beginning where the stretch does. */
    void under(String text) {
        out.append(indent)
                .append("      | ")
                .append(" ".repeat(column))
                .append(text)
                .append('\n');
    }

    /** As wide as it was, so that what stands below is in its place. */
    private static int visible(int point) {
        return PlainText.isShown(point) ? point : point == '\t' ? ' ' : 0xFFFD;
    }
}
