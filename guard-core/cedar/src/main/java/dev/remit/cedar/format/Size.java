package dev.remit.cedar.format;

/**
 * What has to be known of a piece to place it, in code points. Immutable.
 *
 * @param flat its width on one line, without comments at its ends; {@link #ENDLESS} where it can't be on one line
 * @param head its width up to where a line may end first, all of it where none may
 * @param ends whether a line may end in it
 * @param above whether it begins with a comment on a line of its own
 * @param behind whether it ends with a comment that ends the line
 * @param empty whether there is nothing
 */
record Size(int flat, int head, boolean ends, boolean above, boolean behind, boolean empty) {
    static final int ENDLESS = 1 << 28;

    /** What is shorter than this is not worth a line break of its own. */
    private static final int SHORT = PolicyFormatter.WIDTH / 2;

    static final Size NOTHING = new Size(0, 0, false, false, false, true);
    static final Size SPACE = new Size(1, 1, false, false, false, false);
    static final Size SPACED_LINE = new Size(1, 0, true, false, false, false);
    static final Size TIGHT_LINE = new Size(0, 0, true, false, false, false);
    static final Size ABOVE = new Size(0, 0, true, true, false, false);
    static final Size BEHIND = new Size(0, 0, true, false, true, false);

    static Size of(String text) {
        int line = text.indexOf('\n');
        return line < 0
                ? new Size(width(text), width(text), false, false, false, false)
                : new Size(ENDLESS, width(text.substring(0, line)), true, false, false, false);
    }

    static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** As that of one word, where it is short. */
    Size joined() {
        return flat < SHORT && !above && !behind ? new Size(flat, flat, false, false, false, empty) : this;
    }

    Size then(Size next) {
        if (empty) {
            return next;
        }
        if (next.empty) {
            return this;
        }
        boolean commentInside = next.above || (behind && !next.behind);
        return new Size(
                commentInside ? ENDLESS : Math.min(ENDLESS, flat + next.flat),
                ends ? head : Math.min(ENDLESS, head + next.head),
                ends || next.ends,
                above,
                next.behind,
                false);
    }
}
