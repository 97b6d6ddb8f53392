package dev.remit.engine.config;

import java.util.List;
import java.util.Locale;

/** Names of environment variables, properties, keys or hosts, whole or with {@code *} for any characters. Immutable; matching allocates nothing. */
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

    /** These in lower case, for names that are. */
    public NamePatterns inLowerCase() {
        String[] lower = new String[patterns.length];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = patterns[i].toLowerCase(Locale.ENGLISH);
        }
        return new NamePatterns(lower);
    }

    /** Whether a pattern stands for more than one name. */
    public static boolean isOpen(String pattern) {
        return pattern.indexOf('*') >= 0;
    }

    /** Whether a pattern, as {@link #patterns} gives it, means this name. */
    public static boolean matches(String pattern, String name) {
        return Glob.matches(pattern, name, '\0');
    }

    /** The patterns as they were written. */
    public List<String> patterns() {
        return List.of(patterns);
    }
}
