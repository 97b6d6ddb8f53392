package dev.remit.cedar.parse;

/**
 * How many expressions a policy has. {@code a has b.c} and {@code a is T in b} mean two operations on {@code a}, which stands twice in the tree
 * then: in one another they would double it again and again.
 */
final class ExpressionCount {
    static final String TOO_MANY = "`has` of several names and `is … in` in one another mean more than "
            + SyntaxLimits.COPIES + " expressions";

    private int total;
    private int copies;

    /** One more. */
    void add() {
        total++;
    }

    /** All until now. */
    int total() {
        return total;
    }

    /** Adds what stands there once more; false where that is too much. */
    boolean addCopy(int size) {
        total += size;
        copies += size;
        return copies <= SyntaxLimits.COPIES;
    }
}
