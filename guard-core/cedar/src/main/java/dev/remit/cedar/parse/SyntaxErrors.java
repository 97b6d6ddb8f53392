package dev.remit.cedar.parse;

import java.util.ArrayList;
import java.util.List;

/** Collects the errors of one text, without those that are there only because of another. */
final class SyntaxErrors {
    private final List<SyntaxError> errors;
    private final List<Token> tokens;

    /** What was found without parsing. */
    private final List<SyntaxError> certain;

    /** From here on words and strings may have changed places, as a quote is missing somewhere; what was found before parsing stays. */
    private final int unreliable;

    private int mark;

    /**
     * @param errors what was found already; what is found is added
     * @param tokens all of the text
     */
    SyntaxErrors(List<SyntaxError> errors, List<Token> tokens) {
        this.errors = errors;
        this.tokens = tokens;
        this.certain = new ArrayList<>(errors);
        this.unreliable = errors.isEmpty() ? Integer.MAX_VALUE : unreliable(tokens);
    }

    /** If a string has no end, an earlier one that runs over several lines may be the one that lacks it. */
    private static int unreliable(List<Token> tokens) {
        Token last = tokens.get(Math.max(0, tokens.size() - 2));
        if (last.kind() != Token.Kind.INVALID || !last.text().startsWith("\"")) {
            return Integer.MAX_VALUE;
        }
        Token earlier = Lexer.overLines(tokens);
        return earlier == null ? last.start() : earlier.start();
    }

    boolean isFull() {
        return errors.size() >= SyntaxLimits.ERRORS;
    }

    /**
     * Adds what parsing found, unless it is there only because of what was found before.
     *
     * @param position how many tokens were read
     */
    void add(SyntaxFailure failure, int position) {
        SyntaxError error = failure.error();
        if (!isFull() && error.offset() < unreliable && !follows(error.offset(), position)) {
            errors.add(error);
        }
    }

    private boolean follows(int offset, int position) {
        if (certain.isEmpty()) {
            return false;
        }
        int at = indexOf(offset);
        for (int i = at; i < Math.min(position + 2, tokens.size()); i++) {
            if (tokens.get(i).kind() == Token.Kind.INVALID) {
                return true;
            }
        }
        int before = at == 0 ? 0 : tokens.get(at - 1).start();
        for (SyntaxError known : certain) {
            if (known.offset() >= before && known.offset() <= offset) {
                return true;
            }
        }
        return false;
    }

    /** The token that holds an offset. */
    private int indexOf(int offset) {
        int low = 0;
        int high = tokens.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (tokens.get(middle).start() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Where a policy begins. */
    void mark() {
        mark = errors.size();
    }

    /** Whether the policy has errors. */
    boolean sinceMark() {
        return errors.size() > mark;
    }

    /** Takes what was mended in place of what was reported of the policy, which may have been there because of it. */
    void replaceMarked(List<SyntaxError> mended) {
        errors.subList(mark, errors.size()).clear();
        for (SyntaxError error : mended) {
            if (!isFull() && error.offset() < unreliable) {
                errors.add(error);
            }
        }
        certain.addAll(mended);
    }
}
