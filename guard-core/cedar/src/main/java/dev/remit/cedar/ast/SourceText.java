package dev.remit.cedar.ast;

import java.util.Objects;

/**
 * A named text of policies, of a schema or of entities; turns offsets into lines and columns. Immutable.
 *
 * @param name what errors call it: usually the file's name
 * @param text the whole text
 */
public record SourceText(String name, String text) {

    public SourceText {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
    }

    /** The line of an offset, counted from 1. */
    public int line(int offset) {
        int line = 1;
        for (int i = 0, end = Math.min(offset, text.length()); i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    /** The column of an offset, in code points, counted from 1. */
    public int column(int offset) {
        int start = lineStart(offset);
        return text.codePointCount(start, Math.min(offset, text.length())) + 1;
    }

    /** The text of the line that holds an offset, without its line end. */
    public String lineText(int offset) {
        int start = lineStart(offset);
        int end = text.indexOf('\n', start);
        if (end < 0) {
            end = text.length();
        }
        if (end > start && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(start, end);
    }

    /** The line that holds an offset and a caret below the place, both indented by two; of a long line the part around it. */
    public String excerpt(int offset) {
        return Excerpt.of(lineText(offset), column(offset));
    }

    private int lineStart(int offset) {
        return offset <= 0 ? 0 : text.lastIndexOf('\n', Math.min(offset, text.length()) - 1) + 1;
    }
}
