package dev.remit.engine.session;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/** What a session has done with one tool. Thread-safe. As small as can be: a session has one for each of its tools. */
final class ToolCount {
    private static final AtomicLongFieldUpdater<ToolCount> CALLS =
            AtomicLongFieldUpdater.newUpdater(ToolCount.class, "calls");
    private static final AtomicLongFieldUpdater<ToolCount> DENIALS =
            AtomicLongFieldUpdater.newUpdater(ToolCount.class, "denials");

    private final String tool;
    private volatile long calls;
    private volatile long denials;

    ToolCount(String tool) {
        this.tool = tool;
    }

    /** Whether it is that tool's. */
    boolean isOf(String name) {
        return tool.equals(name);
    }

    /** Counts a call; how many there were before, those in flight too. */
    long reserve() {
        return CALLS.getAndIncrement(this);
    }

    /** The call is not made. */
    void takeBack() {
        CALLS.getAndDecrement(this);
    }

    /** How often in a row it was refused. */
    long denials() {
        return denials;
    }

    void denied() {
        DENIALS.getAndIncrement(this);
    }

    void allowed() {
        if (denials != 0) {
            denials = 0;
        }
    }
}
