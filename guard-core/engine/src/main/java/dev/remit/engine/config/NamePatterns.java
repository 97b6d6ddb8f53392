package dev.remit.engine.config;

import java.util.List;

/** Names of environment variables or hosts, whole or with {@code *} for any characters. Immutable; matching allocates nothing. */
public final class NamePatterns {
    public static final NamePatterns NONE = new NamePatterns(new String[0]);

    private final String[] patterns;

    NamePatterns(String[] patterns) {
        this.patterns = patterns;
    }

    /** Whether something of this name is one of them. Case matters. */
    public boolean matches(String name) {
        for (String pattern : patterns) {
            if (Glob.matches(pattern, name, '\0')) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing can match. */
    public boolean isEmpty() {
        return patterns.length == 0;
    }

    /** The patterns as they were written. */
    public List<String> patterns() {
        return List.of(patterns);
    }
}
