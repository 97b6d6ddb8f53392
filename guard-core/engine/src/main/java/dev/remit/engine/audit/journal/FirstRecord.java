package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.record.RecordEncoder;

/** A record that the drain makes itself, before any that comes through the ring. */
public interface FirstRecord {
    /** Encodes it; returns its length. */
    int encode(RecordEncoder encoder);
}
