package dev.remit.cedar.parse;

import dev.remit.cedar.ast.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits a text of policies or of a schema into tokens; what is no token is reported and left out. */
public final class Lexer {
    private static final String[] SYMBOLS = {
        "::", "==", "!=", "<=", ">=", "&&", "||", "@", ".", ",", ";", ":", "(", ")", "{", "}", "[", "]", "<", ">", "+",
        "-", "*", "/", "%", "!", "=", "?"
    };

    /** Quotes of other languages and of word processors. */
    private static final String QUOTES = "'`\u2018\u2019\u201C\u201D\u201E\u00AB\u00BB";

    private static final int SHOWN = 40;

    private final SourceText source;
    private final String text;
    private final List<SyntaxError> errors;
    private final Extra extra;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    /** What is made tokens of beside the words. */
    private enum Extra {
        NOTHING,
        COMMENTS,
        INVALID
    }

    private Lexer(SourceText source, List<SyntaxError> errors, Extra extra) {
        this.source = source;
        this.text = source.text();
        this.errors = errors;
        this.extra = extra;
    }

    /** All tokens but comments, an end token last. */
    public static List<Token> tokens(SourceText source, List<SyntaxError> errors) {
        return new Lexer(source, errors, Extra.NOTHING).tokens();
    }

    /** All tokens, comments too, an end token last. */
    static List<Token> tokensAndComments(SourceText source, List<SyntaxError> errors) {
        return new Lexer(source, errors, Extra.COMMENTS).tokens();
    }

    /**
     * All tokens but comments, an end token last. Where an error leaves no doubt of what was meant, the token that was; else one that is invalid, so
     * that the parser can tell what it need not report again.
     */
    static List<Token> tokensWithInvalid(SourceText source, List<SyntaxError> errors) {
        return new Lexer(source, errors, Extra.INVALID).tokens();
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
        if (Letters.isSpace(c)) {
            at++;
        } else if (text.startsWith("//", at)) {
            comment();
        } else if (text.startsWith("/*", at)) {
            blockComment();
        } else if (Letters.isIdentifierStart(c)) {
            identifier();
        } else if (Letters.isDigit(c)) {
            take(Token.Kind.NUMBER, Letters.digitsEnd(text, at + 1));
        } else if (c == '"') {
            string();
        } else if (c == '?' && at + 1 < text.length() && Letters.isIdentifierStart(text.charAt(at + 1))) {
            take(Token.Kind.SLOT, Letters.identifierEnd(text, at + 1));
        } else {
            symbol();
        }
    }

    private void identifier() {
        int end = Letters.identifierEnd(text, at + 1);
        if (end == text.length() || text.charAt(end) < 0x80 || Letters.foreignWordEnd(text, end) == end) {
            take(Token.Kind.IDENTIFIER, end);
        } else {
            foreignWord(at, end);
        }
    }

    /** A word with a letter that no name of Cedar has, or that letter alone. */
    private void foreignWord(int start, int letter) {
        int c = text.codePointAt(letter);
        int end = Letters.foreignWordEnd(text, letter + Character.charCount(c));
        String word = text.substring(start, end);
        boolean name = Character.isLetter(c) && word.length() <= SHOWN;
        error(
                letter,
                String.format("unexpected character `%s` (U+%04X)", shown(c), c),
                name ? "letters of ASCII, or the name in quotes as in `context[\"" + word + "\"]`" : "");
        invalid(letter, end);
        at = end;
    }

    private void take(Token.Kind kind, int end) {
        if (end - at > SyntaxLimits.LITERAL_LENGTH) {
            error(at, "this word is longer than " + SyntaxLimits.LITERAL_LENGTH + " characters", "a shorter one");
            invalid(at, end);
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
            Token earlier = overLines(tokens);
            error(
                    at,
                    "the string that starts here is not closed",
                    earlier == null
                            ? "`\"`"
                            : "`\"`, here or in line " + source.line(earlier.start())
                                    + ", where a string runs on into the next");
            invalid(at, text.length());
            at = text.length();
            return;
        }
        if (end - at > SyntaxLimits.LITERAL_LENGTH) {
            error(at, "this string is longer than " + SyntaxLimits.LITERAL_LENGTH + " characters", "a shorter one");
        }
        tokens.add(new Token(Token.Kind.STRING, text.substring(at + 1, end), at, end + 1));
        at = end + 1;
    }

    /** The first string that runs over several lines, which may lack the quote that a later one lacks in the end; null if there is none. */
    static @Nullable Token overLines(List<Token> tokens) {
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.STRING && token.text().indexOf('\n') >= 0) {
                return token;
            }
        }
        return null;
    }

    private void symbol() {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                tokens.add(new Token(Token.Kind.SYMBOL, symbol, at, at + symbol.length()));
                at += symbol.length();
                return;
            }
        }
        noSymbol(text.codePointAt(at));
    }

    /** What people write who come from other languages is named as what it is; the rest is some character. */
    private void noSymbol(int c) {
        if (c == '&' || c == '|') {
            String meant = Character.toString(c).repeat(2);
            errors.add(new SyntaxError(source, at, "`" + (char) c + "` is no operator", "`" + meant + "`", meant));
            if (extra == Extra.INVALID) {
                tokens.add(new Token(Token.Kind.SYMBOL, meant, at, at + 1));
            }
            at++;
        } else if (QUOTES.indexOf(c) >= 0) {
            foreignString();
        } else if (c == '#' && Letters.isFirstOfLine(text, at)) {
            errors.add(new SyntaxError(source, at, "`#` begins no comment", "`//`", "//"));
            at = Letters.lineEnd(text, at);
        } else if (c == 0xFEFF && at == 0) {
            error(at, "the text begins with a byte order mark", "UTF-8 without one");
            at++;
        } else {
            foreignWord(at, at);
        }
    }

    /** {@code 'text'} and the like: a string in quotes that Cedar does not have. */
    private void foreignString() {
        int end = at + 1;
        int lineEnd = Letters.lineEnd(text, at);
        while (end < lineEnd && QUOTES.indexOf(text.charAt(end)) < 0 && text.charAt(end) != '"') {
            end++;
        }
        String message = "a string stands in double quotes";
        if (end == lineEnd || text.charAt(end) == '"' || end - at > SHOWN) {
            errors.add(new SyntaxError(source, at, message, "`\"`", "\""));
            invalid(at, at + 1);
            at++;
            return;
        }
        String content = text.substring(at + 1, end);
        errors.add(new SyntaxError(source, at, message, "", '"' + content + '"'));
        if (extra == Extra.INVALID) {
            tokens.add(new Token(Token.Kind.STRING, content, at, end + 1));
        }
        at = end + 1;
    }

    private void blockComment() {
        error(at, "Cedar has no comments in `/*` and `*/`", "`//` on each line of it");
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            invalid(at, text.length());
        }
        at = end < 0 ? text.length() : end + 2;
    }

    private void invalid(int start, int end) {
        if (extra == Extra.INVALID) {
            tokens.add(new Token(Token.Kind.INVALID, text.substring(start, end), start, end));
        }
    }

    private static String shown(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? "?" : Character.toString(c);
    }

    private void comment() {
        int start = at;
        at = Letters.lineEnd(text, at);
        if (extra == Extra.COMMENTS) {
            tokens.add(new Token(Token.Kind.COMMENT, text.substring(start, at), start, at));
        }
    }

    private void error(int offset, String message, String expected) {
        errors.add(new SyntaxError(source, offset, message, expected));
    }
}
