package dev.remit.cedar.format;

import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.parse.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of a text with a cursor; the last one is the text's end, which has no letters but may have comments above it. */
final class Words {
    private final List<Word> words;
    private int at;

    private Words(List<Word> words) {
        this.words = words;
    }

    static Words of(SourceText source, List<Token> tokens) {
        return new Words(new Reader(source.text()).words(tokens));
    }

    /** White space at the end of a comment is not kept. */
    static String trimmed(Token token) {
        return token.kind() == Token.Kind.COMMENT ? token.text().stripTrailing() : token.text();
    }

    Word peek() {
        return words.get(at);
    }

    Word next() {
        return words.get(at++);
    }

    boolean at(String word) {
        return peek().token().is(word);
    }

    boolean atEnd() {
        return peek().token().kind() == Token.Kind.END;
    }

    /** Whether a comment stands between the word that was read last and the next. */
    boolean isCommented() {
        return !peek().above().isEmpty() || words.get(at - 1).behind() != null;
    }

    /** Joins tokens with the comments around them. */
    private static final class Reader {
        private final String text;
        private final List<Word> words = new ArrayList<>();
        private List<Word.Comment> above = new ArrayList<>();
        private @Nullable Token last;
        private int end;

        Reader(String text) {
            this.text = text;
        }

        List<Word> words(List<Token> tokens) {
            for (Token token : tokens) {
                int breaks = lineBreaks(token.start());
                boolean apart = breaks > 1 && mayStandApart(token);
                if (token.kind() != Token.Kind.COMMENT) {
                    words.add(new Word(token, text.substring(token.start(), token.end()), above, null, apart));
                    above = new ArrayList<>();
                    last = token;
                } else if (breaks == 0 && above.isEmpty() && last != null) {
                    words.add(words.remove(words.size() - 1).with(trimmed(token)));
                } else {
                    above.add(new Word.Comment(trimmed(token), apart));
                }
                end = token.end();
            }
            return words;
        }

        private int lineBreaks(int to) {
            int breaks = 0;
            for (int i = end; i < to; i++) {
                char c = text.charAt(i);
                if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
                    breaks++;
                }
            }
            return breaks;
        }

        /** No empty line at the start of a text or bracket, nor at the end of one. */
        private boolean mayStandApart(Token token) {
            boolean first = above.isEmpty() && (last == null || last.is("(") || last.is("[") || last.is("{"));
            boolean closing = token.is(")") || token.is("]") || token.is("}") || token.kind() == Token.Kind.END;
            return !first && !closing;
        }
    }
}
