package dev.remit.cedar.entity;

import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.json.JsonFormatException;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.cedar.parse.SyntaxLimits;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong in one JSON text. */
final class JsonErrors {
    private final SourceText source;
    private final List<SyntaxError> errors = new ArrayList<>();

    JsonErrors(String name, String text) {
        this(new SourceText(name, text));
    }

    JsonErrors(SourceText source) {
        this.source = source;
    }

    void add(JsonFormatException e) {
        add(e.offset(), e.message(), e.expected());
    }

    void add(int offset, String message, String expected) {
        if (errors.size() < SyntaxLimits.ERRORS) {
            errors.add(new SyntaxError(source, offset, message, expected));
        }
    }

    /** Ends here if anything was wrong. */
    void throwIfAny() {
        if (!errors.isEmpty()) {
            if (errors.size() > 1) {
                errors.sort((a, b) -> Integer.compare(a.offset(), b.offset()));
            }
            throw new EntityFormatException(errors);
        }
    }
}
