package dev.remit.cedar.ast;

/** Writes a text as a Cedar string literal. */
public final class Quoted {

    private Quoted() {}

    /** The literal, in double quotes, with everything that is not plainly printable escaped. */
    public static String of(CharSequence text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        // A loop, not a stream: runs at the start of guarded applications, which would pay for the first lambda.
        for (int i = 0; i < text.length(); ) {
            int c = Character.codePointAt(text, i);
            append(out, c);
            i += Character.charCount(c);
        }
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
