package dev.remit.cedar.eval;

/** What an error in a policy does to the decision. In both modes it is reported. */
public enum ErrorMode {
    /** As the language has it: a policy with an error is left out. */
    CEDAR,
    /** A forbid with an error denies and counts as determining; a permit with an error is left out. */
    GUARD
}
