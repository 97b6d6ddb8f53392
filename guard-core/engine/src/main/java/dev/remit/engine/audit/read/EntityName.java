package dev.remit.engine.audit.read;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A principal, action or resource as records name it, {@code Type::"id"}, in its two parts. Immutable.
 *
 * @param type empty if the text is no such name
 * @param id what stands between the quotes, its escapes (those of a Cedar string) resolved; the whole text if it is no such name
 */
public record EntityName(String type, String id) {
    private static final String BETWEEN = "::\"";
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u\\{([0-9a-fA-F]{1,6})\\}|(.))", Pattern.DOTALL);

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
        return new EntityName(text.substring(0, end), id.indexOf('\\') < 0 ? id : unescaped(id));
    }

    private static String unescaped(String id) {
        return ESCAPE.matcher(id).replaceAll(found -> Matcher.quoteReplacement(meaning(found)));
    }

    private static String meaning(MatchResult escape) {
        String hex = escape.group(1);
        if (hex != null) {
            int point = Integer.parseInt(hex, 16);
            return Character.isValidCodePoint(point) ? Character.toString(point) : escape.group();
        }
        return switch (escape.group(2)) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            case "0" -> "\0";
            default -> escape.group(2);
        };
    }

    /** The last name of the type, such as {@code Host} of {@code Remit::Host}. */
    public String shortType() {
        return type.substring(type.lastIndexOf(':') + 1);
    }
}
