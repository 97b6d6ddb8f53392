package dev.remit.cedar.ast;

import java.util.Locale;

/** The four variables of a request. */
public enum Var {
    PRINCIPAL,
    ACTION,
    RESOURCE,
    CONTEXT;

    /** As policies write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
