package dev.remit.javaagent.enforce;

import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.ScopeEvent;
import dev.remit.engine.session.Grant;
import dev.remit.engine.session.Task;
import dev.remit.engine.session.TaskListener;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the life of tasks into the journal. */
record RecordedTasks(Recorder recorder) implements TaskListener {
    @Override
    public void opened(Task task) {
        final Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("intent", task.intent());
        detail.put("user", task.user());
        if (task.deadlineMs() != Long.MAX_VALUE) {
            detail.put("deadline", Instant.ofEpochMilli(task.deadlineMs()).toString());
        }
        detail.put("budgets", task.budgetsLeft());
        detail.put("tools", task.tools());
        detail.put("labels", task.labelNames());
        detail.put("chain", task.chain());
        detail.values()
                .removeIf(each -> each == null
                        || each instanceof Collection<?> several && several.isEmpty()
                        || each instanceof Map<?, ?> map && map.isEmpty());
        record(ScopeEvent.TASK_OPENED, task, 0, null, detail);
    }

    @Override
    public void closed(Task task, String why) {
        record(ScopeEvent.TASK_CLOSED, task, 0, why, null);
    }

    @Override
    public void granted(Task task, Grant grant) {
        final Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("action", grant.action());
        if (grant.resource() != null) {
            detail.put("resource", grant.resource());
        }
        detail.put("why", grant.why());
        detail.put("expires", Instant.ofEpochMilli(grant.expiresMs()).toString());
        detail.put("uses", grant.uses());
        record(ScopeEvent.GRANT_GIVEN, task, 0, grant + ": " + grant.why(), detail);
    }

    @Override
    public void used(Task task, Grant grant, long callId) {
        record(ScopeEvent.GRANT_USED, task, callId, grant + ": " + grant.why(), null);
    }

    @Override
    public void expired(Task task, Grant grant) {
        record(ScopeEvent.GRANT_EXPIRED, task, 0, grant.toString(), null);
    }

    private void record(
            ScopeEvent event, Task task, long callId, @Nullable String what, @Nullable Map<String, Object> detail) {
        recorder.scope(event, callId, null, task.chain().get(task.chain().size() - 1), null, task.path(), what, detail);
    }
}
