package dev.remit.cedar.ast;

import java.util.List;

/**
 * The right side of {@code like}: literal texts with a wildcard between each two. {@code "a*b"} is
 * {@code ["a", "b"]}, {@code "*"} is {@code ["", ""]}; without a wildcard it is one literal. Immutable.
 *
 * @param literals the texts between the wildcards, unescaped, at least one
 */
public record Pattern(List<String> literals) {

    public Pattern {
        literals = List.copyOf(literals);
        if (literals.isEmpty()) {
            throw new IllegalArgumentException("a pattern has at least one literal");
        }
    }
}
