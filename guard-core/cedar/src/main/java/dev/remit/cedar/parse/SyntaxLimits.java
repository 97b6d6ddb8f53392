package dev.remit.cedar.parse;

/** What the parser accepts at most, so that hostile text costs little; each is reported by its own error. */
public final class SyntaxLimits {
    /** Length of one text of policies or of a schema, in UTF-16 code units. */
    public static final int TEXT_LENGTH = 16 * 1024 * 1024;

    /** Length of a text that is formatted, before and after, in UTF-16 code units. */
    public static final int FORMAT_LENGTH = 4 * 1024 * 1024;

    /** Nesting of an expression or type, and height of its tree; of a type, with its common types put in. */
    public static final int DEPTH = 100;

    /** How deep arrays and objects of policies in JSON may lie in one another; an expression needs two levels. */
    public static final int JSON_DEPTH = 256;

    /** Expressions of one policy that stand there once more because {@code has a.b} and {@code is … in} mean several operations. */
    public static final int COPIES = 10_000;

    /** Length of a string, identifier or number, in UTF-16 code units as written. */
    public static final int LITERAL_LENGTH = 64 * 1024;

    /** Errors reported of one text; the rest are left out. */
    public static final int ERRORS = 100;

    /** Nodes of one type of a schema, with its common types put in. */
    public static final int TYPE_SIZE = 100_000;

    /** Steps to find all that is above the entity types or actions of a schema: memberships followed, from each of them. */
    public static final int HIERARCHY_STEPS = 5_000_000;

    private SyntaxLimits() {}
}
