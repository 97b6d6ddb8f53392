package dev.remit.javaagent.premain;

import dev.remit.engine.audit.Mode;
import dev.remit.javaagent.enforce.Problems;
import dev.remit.javaagent.weave.Weaver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A guarded class that can't be woven does not load in {@code enforce}; one of a version that no hook was made for does, unless the configuration is strict.
 * Thread-safe.
 */
final class WeaveProblems implements Weaver.Problems {
    private final Mode mode;
    private final boolean strict;
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final Problems problems;

    WeaveProblems(Mode mode, boolean strict, Problems problems) {
        this.mode = mode;
        this.strict = strict;
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
    public boolean unknownVersion(String className, String jar) {
        final boolean runs = mode == Mode.OBSERVE || !strict;
        if (said.add(jar)) {
            final String what = className + " is of a version that no hook was made for, " + jar + ": "
                    + (runs
                            ? "it is not guarded, and seen at its sockets only"
                            : "it is not loaded, as hooks.strict=on; use a version that is known");
            problems.report("unknown-version", what);
            System.err.println("Remit: " + what);
        }
        return runs;
    }

    @Override
    public void notBound(String message) {
        problems.report("not-bound", message);
        System.err.println("Remit: " + message);
    }

    @Override
    public void notRecognised(String className) {
        problems.report("not-recognised", className + " has none of the methods that its hook guards");
        System.err.println("Remit: " + className
                + " has none of the methods that its hook guards; this version of its library is not covered");
    }
}
