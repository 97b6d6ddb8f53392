package dev.remit.cedar.ast;

/** Writes a text as a Cedar string literal. */
public final class Quoted {

    private Quoted() {}

    /** The literal, in double quotes, with everything that is not plainly printable escaped. */
    public static String of(CharSequence text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> append(out, c));
        return out.append('"').toString();
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 0 -> out.append("\\0");
            default -> {
                if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                    out.append("\\u{").append(Integer.toHexString(c)).append('}');
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }
}
