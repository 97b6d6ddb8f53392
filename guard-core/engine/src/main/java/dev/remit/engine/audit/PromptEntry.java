package dev.remit.engine.audit;

import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.Tag;
import dev.remit.engine.audit.redact.SecretMatcher;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded when the model has answered a prompt with calls of tools: their decisions have it as their parent. Filled in by a caller, handed to {@link
 * Recorder#prompt}, used again. Not thread-safe.
 */
public final class PromptEntry {
    /** Unique within the run; see {@link Recorder#nextCallId}. */
    public long callId;

    /** The call in whose course the model was asked; 0 if there is none. */
    public long parentCallId;

    /** Nanoseconds since the epoch; see {@link Recorder#clock}. */
    public long timeNs;

    /** The session: text, a UUID or a number. */
    public @Nullable Object session;

    /** The user's message. */
    public @Nullable CharSequence prompt;

    /** What the model said besides the calls. */
    public @Nullable CharSequence answer;

    private final RecordEncoder encoder = new RecordEncoder();

    /** Sets everything back to nothing. */
    public void clear() {
        callId = 0;
        parentCallId = 0;
        timeNs = 0;
        session = null;
        prompt = null;
        answer = null;
    }

    /** Encodes the record into {@link #bytes}; returns its length. */
    int encode(long runId, int limit, @Nullable SecretMatcher secrets) {
        RecordEncoder to = encoder;
        to.begin(RecordKind.PROMPT, runId, callId, parentCallId, timeNs);
        to.session(session, secrets);
        to.prompt(Tag.PROMPT, prompt, limit / 2, secrets);
        to.prompt(Tag.ANSWER, answer, limit / 2, secrets);
        return to.finish();
    }

    /** Where the record was encoded, from offset 0. */
    byte[] bytes() {
        return encoder.bytes();
    }
}
