package dev.remit.cedar.parse;

import dev.remit.cedar.ast.Pattern;

/** Resolves the escapes of a string or of a {@code like} pattern. */
public final class Unescaper {
    /** What {@code \*} is read as: no code point, so that it differs from every way to write a wildcard. */
    private static final int STAR = -1;

    private final TokenStream tokens;
    private final Token token;
    private final String text;
    private int at;

    private Unescaper(TokenStream tokens, Token token) {
        this.tokens = tokens;
        this.token = token;
        this.text = token.text();
    }

    /** The text that a string token means. */
    public static String string(TokenStream tokens, Token token) {
        Unescaper unescaper = new Unescaper(tokens, token);
        StringBuilder out = new StringBuilder(token.text().length());
        while (unescaper.at < unescaper.text.length()) {
            out.appendCodePoint(unescaper.next(false));
        }
        return out.toString();
    }

    /** The pattern that a string token means: {@code \*} is a star; a bare one, or one written by its number, is a wildcard. */
    static Pattern pattern(TokenStream tokens, Token token) {
        Unescaper unescaper = new Unescaper(tokens, token);
        PatternBuilder pattern = new PatternBuilder();
        while (unescaper.at < unescaper.text.length()) {
            int c = unescaper.next(true);
            if (c == '*') {
                pattern.wildcard();
            } else {
                pattern.literal().appendCodePoint(c == STAR ? '*' : c);
            }
        }
        return pattern.build();
    }

    /** A code unit that stands for itself, or the code point of an escape. */
    private int next(boolean pattern) {
        char c = text.charAt(at++);
        if (c == '\r') {
            throw bad(at - 1, "a carriage return can't stand in a string as it is");
        }
        if (c != '\\') {
            return c;
        }
        int start = at - 1;
        char escaped = text.charAt(at++);
        return switch (escaped) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '0' -> '\0';
            case '\\', '"', '\'' -> escaped;
            case 'x' -> ascii(start);
            case 'u' -> unicode(start);
            case '*' -> {
                if (!pattern) {
                    throw bad(start, "`\\*` is an escape of `like` patterns only");
                }
                yield STAR;
            }
            default -> throw bad(start, "unknown escape `\\" + escaped + "`");
        };
    }

    private char ascii(int start) {
        int value = at + 2 <= text.length() ? hex(at, at + 2) : -1;
        if (value < 0 || value > 0x7F) {
            throw bad(start, "`\\x` needs two hexadecimal digits up to 7F");
        }
        at += 2;
        return (char) value;
    }

    /** One to six digits in braces, underscores behind the first. */
    private int unicode(int start) {
        int close = at < text.length() && text.charAt(at) == '{' ? text.indexOf('}', at) : -1;
        int value = 0;
        int digits = 0;
        for (int i = at + 1; i < close; i++) {
            if (text.charAt(i) == '_' && digits > 0) {
                continue;
            }
            int digit = hex(i, i + 1);
            value = digit < 0 || ++digits > 6 ? Integer.MIN_VALUE : value << 4 | digit;
            if (value < 0) {
                break;
            }
        }
        if (digits == 0 || value < 0 || value > Character.MAX_CODE_POINT || (value >= 0xD800 && value <= 0xDFFF)) {
            throw bad(start, "`\\u{…}` needs one to six hexadecimal digits that name a Unicode character");
        }
        at = close + 1;
        return value;
    }

    private int hex(int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private SyntaxFailure bad(int offset, String message) {
        return tokens.failure(
                token.start() + 1 + offset,
                message,
                "one of \\n \\r \\t \\0 \\\\ \\\" \\' \\xHH \\u{H} (and \\* in a pattern)");
    }
}
