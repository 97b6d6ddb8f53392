package dev.remit.cedar.parse;

import dev.remit.cedar.ast.SourceText;
import java.util.ArrayList;
import java.util.List;

/** Splits a text of policies or of a schema into tokens; what is no token is reported and left out. */
public final class Lexer {
    private static final String[] SYMBOLS = {
        "::", "==", "!=", "<=", ">=", "&&", "||", "@", ".", ",", ";", ":", "(", ")", "{", "}", "[", "]", "<", ">", "+",
        "-", "*", "/", "%", "!", "=", "?"
    };

    private final SourceText source;
    private final String text;
    private final List<SyntaxError> errors;
    private final boolean comments;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(SourceText source, List<SyntaxError> errors, boolean comments) {
        this.source = source;
        this.text = source.text();
        this.errors = errors;
        this.comments = comments;
    }

    /** All tokens but comments, an end token last. */
    public static List<Token> tokens(SourceText source, List<SyntaxError> errors) {
        return new Lexer(source, errors, false).tokens();
    }

    /** All tokens, comments too, an end token last. */
    static List<Token> tokensAndComments(SourceText source, List<SyntaxError> errors) {
        return new Lexer(source, errors, true).tokens();
    }

    private List<Token> tokens() {
        while (at < text.length() && errors.size() < SyntaxLimits.ERRORS) {
            next();
        }
        int end = text.length();
        tokens.add(new Token(Token.Kind.END, "", end, end));
        return tokens;
    }

    private void next() {
        char c = text.charAt(at);
        if (isSpace(c)) {
            at++;
        } else if (text.startsWith("//", at)) {
            comment();
        } else if (isIdentifierStart(c)) {
            take(Token.Kind.IDENTIFIER, identifierEnd(at + 1));
        } else if (isDigit(c)) {
            take(Token.Kind.NUMBER, digitsEnd(at + 1));
        } else if (c == '"') {
            string();
        } else if (c == '?' && at + 1 < text.length() && isIdentifierStart(text.charAt(at + 1))) {
            take(Token.Kind.SLOT, identifierEnd(at + 1));
        } else {
            symbol();
        }
    }

    private void take(Token.Kind kind, int end) {
        if (end - at > SyntaxLimits.LITERAL_LENGTH) {
            error(at, "this word is longer than " + SyntaxLimits.LITERAL_LENGTH + " characters", "a shorter one");
        } else {
            tokens.add(new Token(kind, text.substring(at, end), at, end));
        }
        at = end;
    }

    private void string() {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            error(at, "the string that starts here is not closed", "`\"`");
            at = text.length();
            return;
        }
        if (end - at > SyntaxLimits.LITERAL_LENGTH) {
            error(at, "this string is longer than " + SyntaxLimits.LITERAL_LENGTH + " characters", "a shorter one");
        }
        tokens.add(new Token(Token.Kind.STRING, text.substring(at + 1, end), at, end + 1));
        at = end + 1;
    }

    private void symbol() {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                tokens.add(new Token(Token.Kind.SYMBOL, symbol, at, at + symbol.length()));
                at += symbol.length();
                return;
            }
        }
        int c = text.codePointAt(at);
        if (c == '&' || c == '|') {
            error(at, "`" + (char) c + "` is no operator", "`" + (char) c + (char) c + "`");
        } else {
            error(at, String.format("unexpected character `%s` (U+%04X)", shown(c), c), "");
        }
        at += Character.charCount(c);
    }

    private static String shown(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? "?" : Character.toString(c);
    }

    private void comment() {
        int start = at;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        if (comments) {
            tokens.add(new Token(Token.Kind.COMMENT, text.substring(start, at), start, at));
        }
    }

    private void error(int offset, String message, String expected) {
        errors.add(new SyntaxError(source, offset, message, expected));
    }

    private int identifierEnd(int from) {
        int end = from;
        while (end < text.length() && (isIdentifierStart(text.charAt(end)) || isDigit(text.charAt(end)))) {
            end++;
        }
        return end;
    }

    private int digitsEnd(int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isIdentifierStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Unicode's White_Space. */
    private static boolean isSpace(char c) {
        return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || Character.isSpaceChar(c);
    }
}
