package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Pattern;
import java.util.List;

/**
 * What {@code like} matches against: each literal at its first place behind the one before; linear but for literals that almost repeat. Immutable; policies with the
 * same pattern share it.
 */
public final class Glob {
    private final String first;
    private final String[] middle;
    private final String last;
    private final boolean wildcard;
    private final int shortest;

    /** Ready to match. */
    public Glob(Pattern pattern) {
        List<String> literals = pattern.literals();
        int count = literals.size();
        this.first = literals.get(0);
        this.middle = count < 2 ? new String[0] : literals.subList(1, count - 1).toArray(new String[0]);
        this.last = literals.get(count - 1);
        this.wildcard = count > 1;
        this.shortest = wildcard ? first.length() + last.length() : first.length();
    }

    /** What stands before the first wildcard. */
    String first() {
        return first;
    }

    boolean matches(StringValue text) {
        int length = text.length();
        if (length < shortest || !text.matchesAt(0, first)) {
            return false;
        }
        if (!wildcard) {
            return length == shortest;
        }
        int from = first.length();
        int end = length - last.length();
        if (!text.matchesAt(end, last)) {
            return false;
        }
        for (String literal : middle) {
            int found = text.indexOf(literal, from, end);
            if (found < 0) {
                return false;
            }
            from = found + literal.length();
        }
        return true;
    }
}
