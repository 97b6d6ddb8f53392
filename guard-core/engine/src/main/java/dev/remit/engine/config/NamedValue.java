package dev.remit.engine.config;

/**
 * A key with a name of the operator's own, its value and where it came from.
 *
 * @param name {@code refund} of {@code task.refund.ttl}
 * @param text the value as it was written
 * @param origin {@code FILE:LINE}
 */
public record NamedValue(NamedKey key, String name, String text, String origin) {
    /** The key as it was written. */
    public String keyText() {
        return key.text(name);
    }
}
