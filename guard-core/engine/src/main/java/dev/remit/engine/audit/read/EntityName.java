package dev.remit.engine.audit.read;

import org.jspecify.annotations.Nullable;

/**
 * A principal, action or resource as records name it, {@code Type::"id"}, in its two parts. Immutable.
 *
 * @param type empty if the text is no such name
 * @param id as it stands between the quotes, with {@code \"} and {@code \\} resolved; the whole text if it is no such name
 */
public record EntityName(String type, String id) {
    private static final String BETWEEN = "::\"";

    /** Takes the text apart; null for null. */
    public static @Nullable EntityName of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int end = text.indexOf(BETWEEN);
        if (end < 0 || !text.endsWith("\"") || text.length() == end + BETWEEN.length()) {
            return new EntityName("", text);
        }
        String id = text.substring(end + BETWEEN.length(), text.length() - 1);
        return new EntityName(text.substring(0, end), id.replaceAll("\\\\([\"\\\\])", "$1"));
    }

    /** The last name of the type, such as {@code Host} of {@code Remit::Host}. */
    public String shortType() {
        return type.substring(type.lastIndexOf(':') + 1);
    }
}
