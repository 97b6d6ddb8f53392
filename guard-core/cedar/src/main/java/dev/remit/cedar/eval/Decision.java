package dev.remit.cedar.eval;

/** Verdicts, as the hot path returns them. */
public final class Decision {
    /** Refused. Zero, so that nothing decided reads as refused. */
    public static final int DENY = 0;

    /** Permitted, and not forbidden. */
    public static final int ALLOW = 1;

    private Decision() {}
}
