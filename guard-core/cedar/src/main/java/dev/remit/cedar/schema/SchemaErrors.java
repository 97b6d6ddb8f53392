package dev.remit.cedar.schema;

import dev.remit.cedar.ast.Span;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.cedar.parse.SyntaxLimits;
import java.util.List;

/** Collects what is wrong with declarations that could all be read. */
final class SchemaErrors {
    private final List<SyntaxError> errors;

    SchemaErrors(List<SyntaxError> errors) {
        this.errors = errors;
    }

    /** Adds an error, unless there are enough. */
    void add(Span at, String message, String expected) {
        if (errors.size() < SyntaxLimits.ERRORS) {
            errors.add(new SyntaxError(at.source(), at.start(), message, expected));
        }
    }
}
