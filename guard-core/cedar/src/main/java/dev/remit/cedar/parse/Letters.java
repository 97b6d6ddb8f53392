package dev.remit.cedar.parse;

/** What the characters of a text are to Cedar, and where words and lines of it end. */
final class Letters {
    private Letters() {}

    static boolean isIdentifierStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Unicode's White_Space. */
    static boolean isSpace(char c) {
        return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || Character.isSpaceChar(c);
    }

    static int identifierEnd(String text, int from) {
        int end = from;
        while (end < text.length() && (isIdentifierStart(text.charAt(end)) || isDigit(text.charAt(end)))) {
            end++;
        }
        return end;
    }

    static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Where a word ends that has letters of other scripts too, which no word of Cedar has. */
    static int foreignWordEnd(String text, int from) {
        int end = from;
        while (end < text.length()
                && Character.isUnicodeIdentifierPart(text.codePointAt(end))
                && !Character.isISOControl(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && !isLineEnd(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Whether nothing but white space stands before it in its line. */
    static boolean isFirstOfLine(String text, int at) {
        int i = at - 1;
        while (i >= 0 && isSpace(text.charAt(i)) && !isLineEnd(text.charAt(i))) {
            i--;
        }
        return i < 0 || isLineEnd(text.charAt(i));
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
