package dev.remit.cedar.parse;

import java.util.List;
import java.util.stream.Collectors;

/** Policy texts that can't be used: they can't be read, or what was read can't be evaluated. Carries every error of every text. */
public final class PolicySyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SyntaxError> errors;

    /** With at least one error. */
    public PolicySyntaxException(List<SyntaxError> errors) {
        super(errors.stream().map(SyntaxError::render).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** The errors, by text and place; at least one. */
    public List<SyntaxError> errors() {
        return errors;
    }
}
