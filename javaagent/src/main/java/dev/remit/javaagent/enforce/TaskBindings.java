package dev.remit.javaagent.enforce;

import dev.remit.engine.session.TaskBinding;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which methods and AI agents are tasks: those of the configuration, and methods that are found annotated as they are loaded. Thread-safe. */
public final class TaskBindings {
    /** Nothing is bound. */
    public static final TaskBindings NONE = new TaskBindings(List.of());

    private final List<TaskBinding> configured;
    private final ConcurrentHashMap<Integer, TaskBinding> bySite = new ConcurrentHashMap<>();

    /** What the configuration says; methods are bound by {@link #bind} to the sites that they are woven with. */
    public TaskBindings(List<TaskBinding> configured) {
        this.configured = configured;
    }

    /** Calls of the site are such a task. */
    public void bind(int site, TaskBinding binding) {
        bySite.put(site, binding);
    }

    @Nullable
    TaskBinding get(int site) {
        return bySite.get(site);
    }

    @Nullable
    TaskBinding ofAgent(@Nullable String agent) {
        for (int i = 0; i < configured.size(); i++) {
            if (configured.get(i).binds(agent)) {
                return configured.get(i);
            }
        }
        return null;
    }
}
