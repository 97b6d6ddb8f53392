package dev.remit.cedar.parse;

/** What the parser accepts at most, so that hostile text costs little; each is reported by its own error. */
public final class SyntaxLimits {
    /** Length of one policy text, in UTF-16 code units. */
    public static final int TEXT_LENGTH = 16 * 1024 * 1024;

    /** Length of a text that is formatted, before and after, in UTF-16 code units. */
    public static final int FORMAT_LENGTH = 4 * 1024 * 1024;

    /** Nesting of an expression, and height of its tree. */
    public static final int DEPTH = 100;

    /** How deep arrays and objects of policies in JSON may lie in one another; an expression needs two levels. */
    public static final int JSON_DEPTH = 256;

    /** Expressions of one policy that stand there once more because {@code has a.b} and {@code is … in} mean several operations. */
    public static final int COPIES = 10_000;

    /** Length of a string, identifier or number, in UTF-16 code units as written. */
    public static final int LITERAL_LENGTH = 64 * 1024;

    /** Errors reported of one text; the rest are left out. */
    public static final int ERRORS = 100;

    private SyntaxLimits() {}
}
