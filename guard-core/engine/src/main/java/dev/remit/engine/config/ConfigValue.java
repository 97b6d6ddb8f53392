package dev.remit.engine.config;

/**
 * One key's value and where it came from.
 *
 * @param text the value as it was written; empty for what {@link ConfigKey#whenEmpty} says
 * @param origin {@code default}, {@code FILE:LINE} or {@code environment NAME}
 */
public record ConfigValue(ConfigKey key, String text, String origin) {
    static final String DEFAULT = "default";

    /** Whether nobody set the key. */
    public boolean isDefault() {
        return origin.equals(DEFAULT);
    }

    static String environment(String name) {
        return "environment ".concat(name);
    }
}
