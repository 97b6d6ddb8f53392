package dev.remit.engine.audit.record;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a record is about. */
public enum RecordKind {
    /** The guard began to record. */
    GUARD_STARTED(1),
    /** The guard stopped in good order; a run without this one was killed. */
    GUARD_STOPPED(2),
    /** A policy set came into force. */
    POLICY_LOADED(3),
    /** A policy set was offered and not taken. */
    POLICY_REJECTED(4),
    /** A call was decided. Committed before the call starts. */
    DECISION(5),
    /** A decided call ended. */
    OUTCOME(6),
    /** Something the operator should look at, such as a policy that fails. */
    ANOMALY(7),
    /** Records could not be taken for a time. */
    BLOCKED(8),
    /** What a killed run left in its ring was brought into the journal. */
    RECOVERED(9),
    /** The chain up to the record before, signed. */
    CHECKPOINT(10),
    /** A file of the journal is about to be removed, because it is too old or there is too much. */
    TOMBSTONE(11),
    /** The model answered a prompt with calls of tools, which have this as their parent. */
    PROMPT(12),
    /** A session began. */
    SESSION_OPENED(13),
    /** A session is over. */
    SESSION_CLOSED(14),
    /** A task began. */
    TASK_OPENED(15),
    /** A task is over. */
    TASK_CLOSED(16),
    /** A person approved a call that was to be approved, or refused to. */
    APPROVAL(17),
    /** A task was widened. */
    GRANT_GIVEN(18),
    /** What widened a task was used by a call. */
    GRANT_USED(19),
    /** What widened a task is over. */
    GRANT_EXPIRED(20),
    /** The application said what a session or task has touched. */
    LABELLED(21),
    /** The workload's identity is proven, or no more, or is another. */
    IDENTITY(22),
    /** A tool that the policies deny in any case was not shown to a session's model. */
    TOOL_HIDDEN(23);

    private static final RecordKind[] BY_CODE = new RecordKind[24];

    static {
        for (RecordKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final int code;
    private final String text;

    RecordKind(int code) {
        this.code = code;
        this.text = name().toLowerCase(Locale.ROOT);
    }

    /** The number that stands in records. */
    public int code() {
        return code;
    }

    /** The name in JSON and text lines. */
    public String text() {
        return text;
    }

    /** The kind of that number, or null if a newer writer used one that is unknown here. */
    public static @Nullable RecordKind of(int code) {
        return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
