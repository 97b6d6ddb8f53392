package dev.remit.engine.audit;

import dev.remit.engine.audit.record.RecordKind;

/** What happens to sessions and tasks, and to calls that wait for a person. */
public enum ScopeEvent {
    SESSION_OPENED(RecordKind.SESSION_OPENED),
    SESSION_CLOSED(RecordKind.SESSION_CLOSED),
    TASK_OPENED(RecordKind.TASK_OPENED),
    TASK_CLOSED(RecordKind.TASK_CLOSED),
    APPROVAL(RecordKind.APPROVAL),
    GRANT_GIVEN(RecordKind.GRANT_GIVEN),
    GRANT_USED(RecordKind.GRANT_USED),
    GRANT_EXPIRED(RecordKind.GRANT_EXPIRED),
    LABELLED(RecordKind.LABELLED),
    TOOL_HIDDEN(RecordKind.TOOL_HIDDEN);

    private final RecordKind kind;

    ScopeEvent(RecordKind kind) {
        this.kind = kind;
    }

    RecordKind kind() {
        return kind;
    }
}
