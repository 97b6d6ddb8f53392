package dev.remit.javaagent.weave;

import java.util.List;

/** A guarded library: what it is, and its table of call sites. Immutable. */
public interface Hook {
    /** What is guarded. */
    Library library();

    /** The rows, in a fixed order. */
    List<CallSite> callSites();

    /** What the rows name. */
    default TableNames names() {
        return TableNames.of(callSites());
    }
}
