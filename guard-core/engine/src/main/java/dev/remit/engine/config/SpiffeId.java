package dev.remit.engine.config;

import org.jspecify.annotations.Nullable;

/**
 * A workload's SPIFFE ID: {@code spiffe://trust-domain/path}, valid by construction and immutable.
 *
 * <p>The rules are those of the SPIFFE ID specification, section 2: a trust domain of lower-case letters, digits, dots, dashes and
 * underscores of at most 255 bytes, path segments of letters, digits, dots, dashes and underscores that are neither empty nor {@code .} or
 * {@code ..}, no port, user, query, fragment or percent-encoding, at most 2048 bytes. A path is required, as the X.509-SVID specification
 * requires it of a workload (section 2): an ID without one names the trust domain itself.
 */
public final class SpiffeId {
    private static final String SCHEME = "spiffe://";
    private static final int MAX_BYTES = 2048;
    private static final int MAX_TRUST_DOMAIN_BYTES = 255;

    private final String text;
    private final int pathStart;

    private SpiffeId(String text) {
        this.text = text;
        this.pathStart = text.indexOf('/', SCHEME.length());
    }

    /**
     * Reads an ID.
     *
     * @throws IllegalArgumentException if it is not valid; the message says why
     */
    public static SpiffeId parse(String text) {
        String fault = faultIn(text);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        return new SpiffeId(text);
    }

    /** {@code acme.com} of {@code spiffe://acme.com/support/bookings}. */
    public String trustDomain() {
        return text.substring(SCHEME.length(), pathStart);
    }

    /** {@code /support/bookings} of {@code spiffe://acme.com/support/bookings}. */
    public String path() {
        return text.substring(pathStart);
    }

    /** The last path segment: {@code bookings} of {@code spiffe://acme.com/support/bookings}. */
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** Why {@code text} is no workload's SPIFFE ID; null if it is one. */
    static @Nullable String faultIn(String text) {
        if (text.length() > MAX_BYTES) {
            return "longer than the 2048 bytes of a SPIFFE ID";
        }
        if (!text.startsWith(SCHEME)) {
            return "a SPIFFE ID starts with spiffe://";
        }
        int slash = text.indexOf('/', SCHEME.length());
        int end = slash < 0 ? text.length() : slash;
        if (end == SCHEME.length()) {
            return "the trust domain is missing";
        }
        if (end - SCHEME.length() > MAX_TRUST_DOMAIN_BYTES) {
            return "the trust domain is longer than 255 bytes";
        }
        for (int i = SCHEME.length(); i < end; i++) {
            char c = text.charAt(i);
            if (!isTrustDomainChar(c)) {
                return notAllowed(c, "trust domain, which takes lower-case letters, digits, '.', '-' and '_'");
            }
        }
        return slash < 0
                ? "the path is missing: a workload's ID names more than its trust domain"
                : faultInPath(text, slash + 1);
    }

    /** Why the path that starts at {@code from}, behind its first slash, is not valid; null if it is. */
    static @Nullable String faultInPath(String text, int from) {
        int segmentStart = from;
        for (int i = from; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '/') {
                int length = i - segmentStart;
                if (length == 0) {
                    return "a path segment is empty";
                }
                if (isDots(text, segmentStart, length)) {
                    return "a path segment is '.' or '..'";
                }
                segmentStart = i + 1;
            } else if (!isPathChar(text.charAt(i))) {
                return notAllowed(text.charAt(i), "path, which takes letters, digits, '.', '-' and '_'");
            }
        }
        return null;
    }

    static boolean isPathChar(char c) {
        return isTrustDomainChar(c) || (c >= 'A' && c <= 'Z');
    }

    private static boolean isTrustDomainChar(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    }

    private static boolean isDots(String text, int start, int length) {
        return text.charAt(start) == '.' && (length == 1 || (length == 2 && text.charAt(start + 1) == '.'));
    }

    private static String notAllowed(char c, String where) {
        return "the character '" + c + "' is not allowed in the " + where;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SpiffeId id && id.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The whole ID. */
    @Override
    public String toString() {
        return text;
    }
}
