package dev.remit.javaagent.hooks.process;

import static dev.remit.engine.Category.EXEC;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ProcessBuilder}, pipelines of them and {@code Runtime.exec} all end in one method. */
public final class ProcessHook implements Hook {
    private final Sink start;

    /** A hook that asks this enforcement point. */
    public ProcessHook(EnforcementPoint enforcement) {
        this.start = new StartSink(enforcement);
    }

    @Override
    public Library library() {
        return Library.of("child processes");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(new CallSite(EXEC, Target.anyOf("java.lang.ProcessImpl", "start"), Sunk.around(start)));
    }

    /** The command is the first argument; refuses with an {@link IOException}, as a program that can't be run does. */
    private record StartSink(EnforcementPoint enforcement) implements Sink {
        @Override
        public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second)
                throws Refusal {
            final String[] command = first instanceof String[] words ? words : new String[0];
            final @Nullable String refusal = enforcement.exec(site, command);
            if (refusal != null) {
                throw new Refusal(new IOException(refusal));
            }
            return null;
        }
    }
}
