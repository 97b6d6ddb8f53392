package dev.remit.engine.audit;

/** How a decided call ended. */
public enum OutcomeStatus {
    /** It returned. */
    OK(1),
    /** It threw, or returned its interface's error value. */
    ERROR(2),
    /** It was refused and never started. */
    REFUSED(3),
    /** Its caller gave it up. */
    CANCELLED(4);

    private final int code;

    OutcomeStatus(int code) {
        this.code = code;
    }

    /** The number that stands in records. It never changes and is never used again for something else. */
    public int code() {
        return code;
    }
}
