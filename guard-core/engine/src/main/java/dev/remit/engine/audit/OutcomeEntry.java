package dev.remit.engine.audit;

import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.Tag;
import dev.remit.engine.audit.record.TextLimits;
import dev.remit.engine.audit.redact.SecretMatcher;
import org.jspecify.annotations.Nullable;

/** What is recorded when a decided call has ended: filled in by a caller, handed to {@link Recorder#outcome}, used again. Not thread-safe. */
public final class OutcomeEntry {
    /** The decision's call id. */
    public long callId;

    /** When the call ended, nanoseconds since the epoch. */
    public long timeNs;

    public @Nullable OutcomeStatus status;

    /** How long the call took, in nanoseconds. */
    public long durationNs;

    /** Size of what came back in bytes, -1 if unknown. Not used with {@link #result}. */
    public long resultSize = -1;

    /** What came back, where it is text. */
    public @Nullable CharSequence result;

    /** Class name of what was thrown. */
    public @Nullable CharSequence error;

    private final RecordEncoder encoder = new RecordEncoder();

    /** Sets everything back to nothing. */
    public void clear() {
        callId = 0;
        timeNs = 0;
        status = null;
        durationNs = 0;
        resultSize = -1;
        result = null;
        error = null;
    }

    /** Encodes the record into {@link #bytes}; returns its length. */
    int encode(long runId, int resultLimit, @Nullable SecretMatcher secrets) {
        RecordEncoder to = encoder;
        to.begin(RecordKind.OUTCOME, runId, callId, 0, timeNs);
        to.setByte(RecordDescriptor.STATUS, status == null ? 0 : status.code());
        to.setLong(RecordDescriptor.DURATION_NS, durationNs);
        to.setLong(RecordDescriptor.SIZE, resultSize);
        to.result(result, resultLimit, secrets);
        to.text(Tag.ERROR, error, TextLimits.ERROR, secrets);
        return to.finish();
    }

    /** Where the record was encoded, from offset 0. */
    byte[] bytes() {
        return encoder.bytes();
    }
}
