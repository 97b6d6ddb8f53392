package dev.remit.cedar.parse;

import dev.remit.cedar.ast.SourceText;
import java.util.List;

/**
 * One error in a text. Immutable.
 *
 * @param source the text it is in
 * @param offset where, in UTF-16 code units
 * @param message what is wrong
 * @param expected what would be right; empty where nothing can be said
 */
public record SyntaxError(SourceText source, int offset, String message, String expected) {
    /** Name of the text. */
    public String file() {
        return source.name();
    }

    /** Line, from 1. */
    public int line() {
        return source.line(offset);
    }

    /** Column in code points, from 1. */
    public int column() {
        return source.column(offset);
    }

    /** All of them, each on lines of its own. */
    public static String render(List<SyntaxError> errors) {
        StringBuilder out = new StringBuilder();
        for (SyntaxError error : errors) {
            out.append(out.isEmpty() ? "" : "\n").append(error.render());
        }
        return out.toString();
    }

    /** {@code file:line:column: message}, what was expected, the line and a caret under the place. */
    public String render() {
        StringBuilder out =
                new StringBuilder(file()).append(':').append(line()).append(':').append(column());
        out.append(": ").append(message);
        if (!expected.isEmpty()) {
            out.append(", expected ").append(expected);
        }
        return out.append('\n').append(source.excerpt(offset)).toString();
    }
}
