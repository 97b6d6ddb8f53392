package dev.remit.cedar.ast;

/** What a policy does when it applies. */
public enum Effect {
    PERMIT,
    FORBID
}
