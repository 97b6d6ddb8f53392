package dev.remit.engine.audit;

/** Whether refusals take effect. */
public enum Mode {
    /** Everything goes ahead; a record says what would have been refused. */
    OBSERVE(1),
    /** A refusal takes effect. */
    ENFORCE(2);

    private final int code;

    Mode(int code) {
        this.code = code;
    }

    /** The number that stands in records. It never changes and is never used again for something else. */
    public int code() {
        return code;
    }
}
