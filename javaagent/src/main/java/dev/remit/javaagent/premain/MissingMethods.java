package dev.remit.javaagent.premain;

import dev.remit.engine.NamedMethod;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.config.ToolBinding;
import dev.remit.engine.session.TaskBinding;
import dev.remit.javaagent.enforce.Problems;
import java.lang.instrument.Instrumentation;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Tasks and tools that are bound to a class which the application never loaded: until its end nobody can tell a class that is still to come
 * from one that is not there.
 */
final class MissingMethods {
    private final RemitConfig config;
    private final Instrumentation instrumentation;
    private final Problems problems;

    MissingMethods(RemitConfig config, Instrumentation instrumentation, Problems problems) {
        this.config = config;
        this.instrumentation = instrumentation;
        this.problems = problems;
    }

    /** Says which. Never throws: the journal is still to be closed. */
    void report() {
        try {
            final Set<String> missing = new HashSet<>();
            forEach((origin, method) -> missing.add(method.className()));
            if (missing.isEmpty()) {
                return;
            }
            for (Class<?> type : instrumentation.getAllLoadedClasses()) {
                missing.remove(type.getName());
            }
            forEach((origin, method) -> {
                if (missing.contains(method.className())) {
                    report(origin + ": " + method + " was never called, as its class was never loaded; "
                            + "if it should have been, look at its name");
                }
            });
        } catch (Throwable t) {
            problems.fault(t);
        }
    }

    private void forEach(BiConsumer<String, NamedMethod> action) {
        for (TaskBinding task : config.tasks()) {
            for (NamedMethod entry : task.entries()) {
                action.accept(task.origin(), entry);
            }
        }
        for (ToolBinding tool : config.tools()) {
            action.accept(tool.origin(), tool.method());
        }
    }

    private void report(String what) {
        problems.report("not-bound", what);
        if (config.report()) {
            Operator.tell(what, problems);
        }
    }
}
