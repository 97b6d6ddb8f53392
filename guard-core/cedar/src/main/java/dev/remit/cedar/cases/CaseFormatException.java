package dev.remit.cedar.cases;

import dev.remit.cedar.parse.SyntaxError;

/** A case file that can't be read; the message names the place. */
public final class CaseFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SyntaxError error;

    CaseFormatException(SyntaxError error) {
        super(error.render());
        this.error = error;
    }

    /** What is wrong, and where. */
    public SyntaxError error() {
        return error;
    }
}
