package dev.remit.cedar.parse;

import dev.remit.cedar.ast.Pattern;

/** Resolves the escapes of a string or of a {@code like} pattern. */
final class Unescaper {
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
    static String string(TokenStream tokens, Token token) {
        Unescaper unescaper = new Unescaper(tokens, token);
        StringBuilder out = new StringBuilder(token.text().length());
        while (unescaper.at < unescaper.text.length()) {
            unescaper.next(out, false);
        }
        return out.toString();
    }

    /** The pattern that a string token means: a bare star is a wildcard, {@code \*} a star. */
    static Pattern pattern(TokenStream tokens, Token token) {
        Unescaper unescaper = new Unescaper(tokens, token);
        PatternBuilder pattern = new PatternBuilder();
        while (unescaper.at < unescaper.text.length()) {
            if (unescaper.text.charAt(unescaper.at) == '*') {
                unescaper.at++;
                pattern.wildcard();
            } else {
                unescaper.next(pattern.literal(), true);
            }
        }
        return pattern.build();
    }

    private void next(StringBuilder out, boolean pattern) {
        char c = text.charAt(at++);
        if (c != '\\') {
            out.append(c);
            return;
        }
        int start = at - 1;
        char escaped = text.charAt(at++);
        switch (escaped) {
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case '0' -> out.append('\0');
            case '\\', '"', '\'' -> out.append(escaped);
            case 'x' -> out.append(ascii(start));
            case 'u' -> out.appendCodePoint(unicode(start));
            case '*' -> {
                if (!pattern) {
                    throw bad(start, "`\\*` is an escape of `like` patterns only");
                }
                out.append('*');
            }
            default -> throw bad(start, "unknown escape `\\" + escaped + "`");
        }
    }

    private char ascii(int start) {
        int value = at + 2 <= text.length() ? hex(at, at + 2) : -1;
        if (value < 0 || value > 0x7F) {
            throw bad(start, "`\\x` needs two hexadecimal digits up to 7F");
        }
        at += 2;
        return (char) value;
    }

    private int unicode(int start) {
        int close = text.indexOf('}', at);
        int value = at < text.length() && text.charAt(at) == '{' && close > at + 1 && close <= at + 7
                ? hex(at + 1, close)
                : -1;
        if (value < 0 || value > Character.MAX_CODE_POINT || (value >= 0xD800 && value <= 0xDFFF)) {
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
