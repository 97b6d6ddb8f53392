package dev.remit.cedar.parse;

/**
 * A word of a text of policies or of a schema. Immutable.
 *
 * @param kind what it is
 * @param text as written; of a string, without its quotes and still escaped
 * @param start offset of its first code unit
 * @param end offset behind its last
 */
public record Token(Kind kind, String text, int start, int end) {

    /** What a token can be. */
    public enum Kind {
        IDENTIFIER,
        NUMBER,
        STRING,
        SLOT,
        SYMBOL,
        /** From {@code //} to the end of its line; only where comments were asked for. */
        COMMENT,
        /** What can be no word, reported already; only where it was asked for. */
        INVALID,
        /** Behind the last one. */
        END
    }

    /** Whether it is this symbol, or this word outside quotes. */
    public boolean is(String word) {
        return (kind == Kind.SYMBOL || kind == Kind.IDENTIFIER) && text.equals(word);
    }

    /** For messages. */
    public String shown() {
        return switch (kind) {
            case END -> "the end of the text";
            case STRING -> "a string";
            default -> '`' + (text.length() > 40 ? text.substring(0, 40) + '…' : text) + '`';
        };
    }
}
