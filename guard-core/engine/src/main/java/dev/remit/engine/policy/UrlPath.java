package dev.remit.engine.policy;

/** Finds the path in a URL without parsing or copying it: no query, which may hold keys, and no fragment. Stateless. */
public final class UrlPath {
    private UrlPath() {}

    /** Where the path of a URL begins, or of a text that is a path already. */
    public static int start(String url) {
        final int authority = url.startsWith("/") ? -1 : url.indexOf("://");
        return authority < 0 ? 0 : first(url, authority + 3, true);
    }

    /** Where the path that begins at {@code start} ends. */
    public static int end(String url, int start) {
        return first(url, start, false);
    }

    private static int first(String url, int from, boolean orPath) {
        int at = from;
        while (at < url.length()) {
            final char c = url.charAt(at);
            if (c == '?' || c == '#' || (orPath && c == '/')) {
                break;
            }
            at++;
        }
        return at;
    }
}
