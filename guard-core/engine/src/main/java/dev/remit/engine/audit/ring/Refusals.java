package dev.remit.engine.audit.ring;

import static dev.remit.engine.audit.ring.RingDescriptor.*;

import org.agrona.concurrent.UnsafeBuffer;

/** Records that were refused since the last report: how many, and between when. */
public final class Refusals {
    private final UnsafeBuffer header;
    private final long total;
    private final long count;
    private final long fromNs;
    private final long toNs;

    Refusals(UnsafeBuffer header) {
        this.header = header;
        // The count before the times: a refusal in between is then left for the next report, never lost.
        total = header.getLongVolatile(REFUSED_OFFSET);
        count = total - header.getLong(REFUSED_REPORTED_OFFSET);
        toNs = header.getLongVolatile(REFUSED_TO_OFFSET);
        long from = header.getLongVolatile(REFUSED_FROM_OFFSET);
        fromNs = from == 0 ? toNs : from;
    }

    public long count() {
        return count;
    }

    public long fromNs() {
        return fromNs;
    }

    public long toNs() {
        return toNs;
    }

    /** Call when the journal has them. */
    public void reported() {
        header.putLongRelease(REFUSED_REPORTED_OFFSET, total);
        header.compareAndSetLong(REFUSED_FROM_OFFSET, fromNs, 0);
    }
}
