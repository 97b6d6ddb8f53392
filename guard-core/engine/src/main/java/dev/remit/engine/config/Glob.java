package dev.remit.engine.config;

/** Matches a text against a pattern with {@code *}, {@code **} and {@code ?}. Allocates nothing. */
final class Glob {
    private Glob() {}

    /** Whether the pattern holds a wildcard at all. */
    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /**
     * @param separator what {@code *} and {@code ?} stop at and only {@code **} crosses; {@code '\0'} for nothing
     */
    static boolean matches(String pattern, String text, char separator) {
        return matches(pattern, 0, text, 0, separator);
    }

    private static boolean matches(String pattern, int p, String text, int t, char separator) {
        int at = t;
        for (int i = p; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                int next = i + 1;
                boolean crosses = next < pattern.length() && pattern.charAt(next) == '*';
                return matchesStar(pattern, crosses ? next + 1 : next, text, at, crosses ? '\0' : separator, separator);
            }
            if (at == text.length() || (c == '?' ? text.charAt(at) == separator : text.charAt(at) != c)) {
                return false;
            }
            at++;
        }
        return at == text.length();
    }

    private static boolean matchesStar(String pattern, int rest, String text, int t, char stop, char separator) {
        for (int at = t; ; at++) {
            if (matches(pattern, rest, text, at, separator)) {
                return true;
            }
            if (at == text.length() || text.charAt(at) == stop) {
                return false;
            }
        }
    }
}
