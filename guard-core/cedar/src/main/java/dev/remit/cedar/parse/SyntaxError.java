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
 * @param suggestion what was probably meant, as it would be written; empty where nothing is near
 */
public record SyntaxError(SourceText source, int offset, String message, String expected, String suggestion) {

    /** Without a suggestion. */
    public SyntaxError(SourceText source, int offset, String message, String expected) {
        this(source, offset, message, expected, "");
    }

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

    /** {@code file:line:column: message}, what was expected or probably meant, the line and a caret under the place. */
    public String render() {
        StringBuilder out =
                new StringBuilder(file()).append(':').append(line()).append(':').append(column());
        out.append(": ").append(message);
        String meant = '`' + suggestion + '`';
        if (!expected.isEmpty() && !expected.equals(meant)) {
            out.append(", expected ").append(expected);
        }
        if (!suggestion.isEmpty()) {
            out.append(", did you mean ").append(meant).append('?');
        }
        return out.append('\n').append(source.excerpt(offset)).toString();
    }
}
