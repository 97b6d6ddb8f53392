package dev.remit.cedar.parse;

import dev.remit.cedar.ast.Pattern;
import java.util.ArrayList;
import java.util.List;

/** Makes the pattern of a {@code like}, piece by piece. */
final class PatternBuilder {
    private final List<String> literals = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    /** What stands since the last wildcard; may be appended to. */
    StringBuilder literal() {
        return literal;
    }

    void wildcard() {
        // Two wildcards in a row are one.
        if (literals.isEmpty() || !literal.isEmpty()) {
            literals.add(literal.toString());
            literal.setLength(0);
        }
    }

    Pattern build() {
        literals.add(literal.toString());
        return new Pattern(literals);
    }
}
