package dev.remit.javaagent.premain;

import dev.remit.engine.audit.Mode;
import dev.remit.javaagent.enforce.Problems;
import dev.remit.javaagent.weave.Weaver;

/** A guarded class that can't be woven does not load in {@code enforce}. Thread-safe. */
final class WeaveProblems implements Weaver.Problems {
    private final Mode mode;
    private final Problems problems;

    WeaveProblems(Mode mode, Problems problems) {
        this.mode = mode;
        this.problems = problems;
    }

    @Override
    public boolean notWoven(String className, Throwable why) {
        problems.report("not-woven", className + " could not be woven: " + why);
        System.err.println("Remit: " + className + " could not be guarded (" + why + "): it is "
                + (mode == Mode.ENFORCE ? "not loaded" : "used unguarded"));
        return mode == Mode.OBSERVE;
    }

    @Override
    public void notBound(String message) {
        problems.report("task-not-bound", message);
        System.err.println("Remit: " + message + "; its calls are no task");
    }

    @Override
    public void notRecognised(String className) {
        problems.report("not-recognised", className + " has none of the methods that its hook guards");
        System.err.println("Remit: " + className
                + " has none of the methods that its hook guards; this version of its library is not covered");
    }
}
