package dev.remit.cedar.ast;

/**
 * A stretch of a policy text. Immutable.
 *
 * @param source the text it lies in
 * @param start offset of its first UTF-16 code unit
 * @param end offset behind its last one
 */
public record Span(SourceText source, int start, int end) {

    /** From the start of this span to the end of the other. */
    public Span to(Span last) {
        return new Span(source, start, last.end);
    }

    /** The text it covers. */
    public String text() {
        return source.text().substring(start, Math.min(end, source.text().length()));
    }

    /** The text it covers, its white space made single spaces: for messages. */
    public String oneLine() {
        return text().strip().replaceAll("\\s+", " ");
    }

    /** {@code name:line:column}, for messages. */
    @Override
    public String toString() {
        return source.name() + ':' + source.line(start) + ':' + source.column(start);
    }
}
