package dev.remit.cedar.parse;

import java.util.List;

/** Policy texts that can't be used: they can't be read, or what was read can't be evaluated. Carries every error of every text. */
public final class PolicySyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SyntaxError> errors;

    /** With at least one error. */
    public PolicySyntaxException(List<SyntaxError> errors) {
        super(SyntaxError.render(errors));
        this.errors = List.copyOf(errors);
    }

    /** The errors, by text and place; at least one. */
    public List<SyntaxError> errors() {
        return errors;
    }
}
