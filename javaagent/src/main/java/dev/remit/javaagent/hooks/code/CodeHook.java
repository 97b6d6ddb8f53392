package dev.remit.javaagent.hooks.code;

import static dev.remit.engine.Category.CODE;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
import java.util.List;

/**
 * {@code System.load}, {@code loadLibrary} and those of {@code Runtime} end in two methods of {@code Runtime}; the foreign function API
 * looks libraries up itself. A javaagent that is loaded into the running application, by itself or by another process, is called by one
 * method; those of the command line, which the operator has put there, are called by another.
 */
public final class CodeHook implements Hook {
    private static final String RUNTIME = "java.lang.Runtime";
    private static final String LOOKUP = "java.lang.foreign.SymbolLookup";
    private static final String CLASS = "java.lang.Class";
    private static final String STRING = "java.lang.String";
    private static final String ARENA = "java.lang.foreign.Arena";
    /** The first Java version with that API, previews aside. */
    private static final int FOREIGN = 22;

    private final EnforcementPoint enforcement;

    /** A hook that asks this enforcement point. */
    public CodeHook(EnforcementPoint enforcement) {
        this.enforcement = enforcement;
    }

    @Override
    public Library library() {
        return Library.of("native libraries, javaagents");
    }

    @Override
    public List<CallSite> callSites() {
        final Sunk file = Sunk.around(new LibrarySink(enforcement, true));
        final Sunk name = Sunk.around(new LibrarySink(enforcement, false));
        final Sunk lookUp = Sunk.around(new LookUpSink(enforcement));
        return List.of(
                new CallSite(CODE, Target.of(RUNTIME, "load0", CLASS, STRING), file),
                new CallSite(CODE, Target.of(RUNTIME, "loadLibrary0", CLASS, STRING), name),
                new CallSite(
                        CODE, Target.of(LOOKUP, "libraryLookup", STRING, ARENA).since(FOREIGN), lookUp),
                new CallSite(
                        CODE,
                        Target.of(LOOKUP, "libraryLookup", "java.nio.file.Path", ARENA)
                                .since(FOREIGN),
                        lookUp),
                new CallSite(
                        CODE,
                        Target.of("sun.instrument.InstrumentationImpl", "loadClassAndCallAgentmain", STRING, STRING),
                        Sunk.around(new AgentSink(enforcement))));
    }
}
