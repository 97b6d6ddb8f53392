package dev.remit.cedar.eval;

/** Why the last verdict of a frame was a deny. */
public enum DenyReason {
    /** It was none. */
    NONE,
    /** No permit applied. */
    DEFAULT,
    /** A forbid applied. */
    FORBID,
    /** No forbid applied, but one could not be evaluated ({@link ErrorMode#GUARD} only). */
    ERROR
}
