package dev.remit.cedar.parse;

import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.ast.Span;
import java.util.List;
import java.util.Set;

/** The tokens of one text with a cursor, and the errors that name them. For the parsers of policies and of schemas. */
public final class TokenStream {
    private static final Set<String> RESERVED =
            Set.of("true", "false", "if", "then", "else", "in", "is", "like", "has", "__cedar");
    private static final List<String> OPERATORS = List.of("in", "is", "has", "like");

    private final SourceText source;
    private final List<Token> tokens;
    private int at;

    /** At the first token of a text. */
    public TokenStream(SourceText source, List<Token> tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    /** The next token. */
    public Token peek() {
        return tokens.get(at);
    }

    /** A token further on; the end token behind the end. */
    public Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    /** How many tokens were read. */
    public int position() {
        return at;
    }

    /** Reads a token; the end token stays. */
    public Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    /** Whether that symbol or word is next. */
    public boolean at(String word) {
        return peek().is(word);
    }

    /** Whether all was read. */
    public boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    /** Reads that symbol or word, if it is next. */
    public boolean accept(String word) {
        if (at(word)) {
            at++;
            return true;
        }
        return false;
    }

    Token expect(String word) {
        if (!at(word)) {
            throw unexpected('`' + word + '`');
        }
        return next();
    }

    /** Any word that is an identifier by its letters, reserved or not. */
    Token expectWord(String what) {
        if (peek().kind() != Token.Kind.IDENTIFIER) {
            throw unexpected(what);
        }
        return next();
    }

    /** An identifier that is not reserved. */
    Token expectIdentifier(String what) {
        Token token = peek();
        if (isReserved(token)) {
            throw failure(token.start(), token.shown() + " is a reserved word", what);
        }
        return expectWord(what);
    }

    static boolean isReserved(Token token) {
        return token.kind() == Token.Kind.IDENTIFIER && RESERVED.contains(token.text());
    }

    Token expectString(String what) {
        if (peek().kind() != Token.Kind.STRING) {
            throw unexpected(what);
        }
        return next();
    }

    /** Where a token stands. */
    public Span span(Token token) {
        return new Span(source, token.start(), token.end());
    }

    /** From the start of a token to the end of the one read last. */
    public Span spanFrom(int start) {
        return new Span(
                source,
                start,
                at == 0 ? start : Math.max(start, tokens.get(at - 1).end()));
    }

    SyntaxFailure unexpected(String expected) {
        Token token = peek();
        if (token.kind() == Token.Kind.SLOT) {
            return failure(
                    token.start(),
                    "the template slot " + token.shown() + " can't stand here",
                    "slots only behind `==` or `in` of principal and resource");
        }
        return failure(
                token.start(),
                "unexpected " + token.shown(),
                expected,
                KnownMistakes.meant(token, expected, List.of()));
    }

    /** As {@link #unexpected}, where an operator would have been right too. */
    SyntaxFailure unexpectedBehindOperand(String expected) {
        Token token = peek();
        return token.kind() == Token.Kind.SLOT
                ? unexpected(expected)
                : failure(
                        token.start(),
                        "unexpected " + token.shown(),
                        expected,
                        KnownMistakes.meant(token, expected, OPERATORS));
    }

    /** Reads that symbol behind an operand. */
    Token expectBehindOperand(String word) {
        if (!at(word)) {
            throw unexpectedBehindOperand('`' + word + '`');
        }
        return next();
    }

    /** An error at an offset; it is the caller's to throw. */
    public SyntaxFailure failure(int offset, String message, String expected) {
        return new SyntaxFailure(new SyntaxError(source, offset, message, expected));
    }

    /** An error at a word that stands for another. */
    SyntaxFailure failure(int offset, String message, String expected, String meant) {
        return new SyntaxFailure(new SyntaxError(source, offset, message, expected, meant));
    }

    /** Back to a position where reading was before. */
    void rewind(int position) {
        at = position;
    }
}
