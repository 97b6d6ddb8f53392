package dev.remit.engine.session;

/** What a label is: a text of 1 to 256 characters, not all of them white space and none a control character. Stateless. */
public final class Label {
    private static final int MAX = 256;

    private Label() {}

    /**
     * Refuses what is none.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static void check(String label) {
        if (!isOne(label)) {
            throw new IllegalArgumentException(
                    "a label is a text of at most " + MAX + " characters, none of them a control character");
        }
    }

    /** Whether it is one. */
    public static boolean isOne(String label) {
        return !label.isBlank() && isText(label, MAX);
    }

    /** Whether a text is no longer than that, and without control characters. */
    static boolean isText(String text, int longest) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return text.length() <= longest;
    }
}
