package dev.remit.cedar.json;

/** JSON that is not what it should be, at one place. The reader that knows the text's name makes the error from it that users see. */
public final class JsonFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String expected;

    /**
     * An error at a place.
     *
     * @param offset where, in UTF-16 code units
     * @param message what is wrong
     * @param expected what would be right; empty where nothing can be said
     */
    public JsonFormatException(int offset, String message, String expected) {
        super(message, null, false, false);
        this.offset = offset;
        this.expected = expected;
    }

    /** Where, in UTF-16 code units from the start of the text. */
    public int offset() {
        return offset;
    }

    /** What is wrong. */
    public String message() {
        return String.valueOf(getMessage());
    }

    /** What would be right; empty where nothing can be said. */
    public String expected() {
        return expected;
    }
}
