package dev.remit.cedar.eval;

/** How binding arguments went. Anything but {@link #OK} leaves nothing of them bound; a guard then refuses the call. */
public enum BindStatus {
    OK,
    /** The text is not JSON (RFC 8259). */
    NOT_JSON,
    /** It is JSON, but no object. */
    NOT_AN_OBJECT,
    /** Nested deeper than {@link RequestFrame#MAX_DEPTH}. */
    TOO_DEEP,
    /** Longer than {@link RequestFrame#MAX_JSON_LENGTH}, or more values to keep than {@link RequestFrame#MAX_VALUES}. */
    TOO_LARGE,
    /** A key that policies read stands twice in one object: its reader might take the other one. */
    DUPLICATE_KEY
}
