package dev.remit.cedar.entity;

import dev.remit.cedar.parse.SyntaxError;
import java.util.List;

/** Entities or a context that can't be read; carries every error that was found. */
public final class EntityFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SyntaxError> errors;

    EntityFormatException(List<SyntaxError> errors) {
        super(SyntaxError.render(errors));
        this.errors = List.copyOf(errors);
    }

    /** The errors, by place; at least one. */
    public List<SyntaxError> errors() {
        return errors;
    }
}
