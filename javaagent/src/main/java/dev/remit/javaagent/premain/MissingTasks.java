package dev.remit.javaagent.premain;

import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.session.TaskBinding;
import dev.remit.javaagent.enforce.Problems;
import java.lang.instrument.Instrumentation;
import java.util.HashSet;
import java.util.Set;

/**
 * Tasks that are bound to a class which the application never loaded: until its end nobody can tell a class that is still to come
 * from one that is not there.
 */
final class MissingTasks {
    private final RemitConfig config;
    private final Instrumentation instrumentation;
    private final Problems problems;

    MissingTasks(RemitConfig config, Instrumentation instrumentation, Problems problems) {
        this.config = config;
        this.instrumentation = instrumentation;
        this.problems = problems;
    }

    /** Says which. Never throws: the journal is still to be closed. */
    void report() {
        try {
            final Set<String> missing = classes();
            if (!missing.isEmpty()) {
                for (Class<?> type : instrumentation.getAllLoadedClasses()) {
                    missing.remove(type.getName());
                }
                report(missing);
            }
        } catch (Throwable t) {
            problems.fault(t);
        }
    }

    private Set<String> classes() {
        final Set<String> classes = new HashSet<>();
        for (TaskBinding task : config.tasks()) {
            for (TaskBinding.Entry entry : task.entries()) {
                classes.add(entry.className());
            }
        }
        return classes;
    }

    private void report(Set<String> missing) {
        for (TaskBinding task : config.tasks()) {
            for (TaskBinding.Entry entry : task.entries()) {
                if (missing.contains(entry.className())) {
                    final String what =
                            task.origin() + ": " + entry + " was never called, as its class was never loaded; "
                                    + "if it should have been, look at its name";
                    problems.report("task-not-bound", what);
                    if (config.report()) {
                        Operator.tell(what, problems);
                    }
                }
            }
        }
    }
}
