package dev.remit.cedar.schema;

import dev.remit.cedar.parse.SyntaxError;
import java.util.List;

/** A schema that can't be read or makes no sense; carries every error of every text. */
public final class SchemaFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SyntaxError> errors;

    SchemaFormatException(List<SyntaxError> errors) {
        super(SyntaxError.render(errors));
        this.errors = List.copyOf(errors);
    }

    /** The errors, by text and place; at least one. */
    public List<SyntaxError> errors() {
        return errors;
    }
}
