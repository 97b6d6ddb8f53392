package dev.remit.javaagent.cli;

/** Writes texts into a properties file, so that what is read back is what was written. */
final class PropertyText {
    private PropertyText() {}

    /** A value; white space at its ends is not kept by the reader of the configuration anyway. */
    static String value(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    /** A key. */
    static String key(String text) {
        return value(text).replace(" ", "\\ ").replace(":", "\\:").replace("=", "\\=");
    }

    /** What stands behind {@code #}: one line. */
    static String comment(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(c -> out.append(Character.isISOControl(c) ? '\uFFFD' : (char) c));
        return out.toString();
    }
}
