package dev.remit.engine.audit;

import dev.remit.engine.Category;
import dev.remit.engine.audit.record.JsonText;
import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.Tag;
import dev.remit.engine.audit.record.TextLimits;
import dev.remit.engine.audit.redact.SecretMatcher;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of a decision: filled in by a caller, handed to {@link Recorder#decision}, then used again. Not thread-safe; a caller keeps
 * one with its thread's other scratch objects. Everything but numbers and enums is null when there is nothing to say.
 *
 * <p>In {@link Mode#OBSERVE} a refusal that would have been is recorded with the verdict that it would have had.
 */
public final class DecisionEntry {
    /** Unique within the run; see {@link Recorder#nextCallId}. */
    public long callId;

    /** The call in whose course this one is made; 0 if there is none. */
    public long parentCallId;

    /** Nanoseconds since the epoch; see {@link Recorder#clock}. */
    public long timeNs;

    public @Nullable Verdict verdict;
    public @Nullable Mode mode;
    public @Nullable Category category;
    public @Nullable CharSequence principal;
    public @Nullable CharSequence action;
    public @Nullable CharSequence resource;

    /** Ids of the policies that determined the decision; the first {@link #policyCount} count. The caller's, and never changed. */
    public @Nullable String @Nullable [] policies;

    public int policyCount;

    /** SHA-256 of the policies that were asked, 32 bytes; null if there are none. The caller's, and never changed. */
    public byte @Nullable [] policyHash;

    /** Why, in words, such as the policy's {@code @reason}. */
    public @Nullable CharSequence reason;

    /** The session: text, a UUID or a number. */
    public @Nullable Object session;

    public @Nullable CharSequence task;
    public @Nullable CharSequence thread;

    /** The call's arguments: text (usually JSON), or maps, collections and arrays, which are written as JSON. */
    public @Nullable Object arguments;

    private final RecordEncoder encoder = new RecordEncoder();
    private final JsonText json = new JsonText();

    /**
     * Sets what mostly is what it was for the call before. To look first is cheaper than to store the same again: the collector is told of each
     * store to an object that is old, as this one soon is.
     */
    @SuppressWarnings("ReferenceEquality") // an equal one is stored, and does no harm
    public void decided(
            @Nullable Verdict newVerdict,
            @Nullable Mode newMode,
            @Nullable Category newCategory,
            @Nullable CharSequence newPrincipal,
            @Nullable CharSequence newAction,
            @Nullable CharSequence newResource,
            @Nullable String @Nullable [] newPolicies,
            int newPolicyCount,
            byte @Nullable [] newPolicyHash,
            @Nullable CharSequence newThread) {
        if (verdict != newVerdict) {
            verdict = newVerdict;
        }
        if (mode != newMode) {
            mode = newMode;
        }
        if (category != newCategory) {
            category = newCategory;
        }
        if (principal != newPrincipal) {
            principal = newPrincipal;
        }
        if (action != newAction) {
            action = newAction;
        }
        if (resource != newResource) {
            resource = newResource;
        }
        if (policies != newPolicies) {
            policies = newPolicies;
        }
        policyCount = newPolicyCount;
        if (policyHash != newPolicyHash) {
            policyHash = newPolicyHash;
        }
        if (thread != newThread) {
            thread = newThread;
        }
    }

    /** Lets go of what is the call's own, so that no argument outlives it. What {@link #decided} sets stays. */
    public void clear() {
        reason = null;
        session = null;
        task = null;
        arguments = null;
    }

    /** Encodes the record into {@link #bytes}; returns its length. */
    int encode(long runId, int argumentsLimit, @Nullable SecretMatcher secrets) {
        RecordEncoder to = encoder;
        to.begin(RecordKind.DECISION, runId, callId, parentCallId, timeNs);
        to.policyHash(policyHash);
        to.decided(
                verdict == null ? 0 : verdict.code(),
                mode == null ? 0 : mode.code(),
                category == null ? 0 : category.code(),
                policyCount);
        // What stays the same from call to call comes first: see RecordEncoder.text.
        to.text(Tag.PRINCIPAL, principal, TextLimits.PRINCIPAL, secrets);
        to.text(Tag.THREAD, thread, TextLimits.THREAD, secrets);
        to.text(Tag.TASK, task, TextLimits.TASK, secrets);
        to.text(Tag.ACTION, action, TextLimits.ACTION, secrets);
        to.text(Tag.RESOURCE, resource, TextLimits.RESOURCE, secrets);
        @Nullable String[] ids = policies;
        if (ids != null) {
            int kept = Math.min(Math.min(policyCount, ids.length), TextLimits.POLICIES);
            for (int i = 0; i < kept; i++) {
                to.text(Tag.POLICY, ids[i], TextLimits.POLICY, secrets);
            }
        }
        to.text(Tag.REASON, reason, TextLimits.REASON, secrets);
        to.session(session, secrets);
        to.arguments(arguments, argumentsLimit, json, secrets);
        return to.finish();
    }

    /** Where the record was encoded, from offset 0. */
    byte[] bytes() {
        return encoder.bytes();
    }
}
