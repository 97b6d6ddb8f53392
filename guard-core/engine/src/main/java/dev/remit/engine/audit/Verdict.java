package dev.remit.engine.audit;

/** What was decided about a call. */
public enum Verdict {
    /** The call may go ahead. */
    ALLOW(1),
    /** The call is refused. */
    DENY(2),
    /** The call is refused until a person approves it. */
    STEP_UP(3),
    /** The call is refused for now and may be decided again later. */
    DEFER(4),
    /** The call goes ahead in a changed form. */
    MODIFY(5);

    private final int code;

    Verdict(int code) {
        this.code = code;
    }

    /** The number that stands in records. It never changes and is never used again for something else. */
    public int code() {
        return code;
    }
}
