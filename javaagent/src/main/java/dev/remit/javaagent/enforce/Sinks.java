package dev.remit.javaagent.enforce;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What the JDK's woven methods ask, each its call site's {@link Sink}: what that throws is a refusal, or a fault. Thread-safe. */
final class Sinks {
    private final FailClosed failClosed;
    private final CallEnds ends;
    private final HandOvers handOvers;
    private final Stacks stacks;
    private final Problems problems;

    private volatile @Nullable Sink[] bySite = new Sink[0];
    /** Told of each woven method that is entered; null for none. */
    private volatile @Nullable IntConsumer listening;

    Sinks(FailClosed failClosed, CallEnds ends, HandOvers handOvers, Stacks stacks, Problems problems) {
        this.failClosed = failClosed;
        this.ends = ends;
        this.handOvers = handOvers;
        this.stacks = stacks;
        this.problems = problems;
    }

    void serve(List<CallSite> sites) {
        final @Nullable Sink[] sinks = new Sink[sites.size()];
        for (int i = 0; i < sinks.length; i++) {
            sinks[i] = sites.get(i).sink();
        }
        bySite = sinks;
    }

    /** From now on every site lets everything pass. */
    void standDown() {
        final @Nullable Sink[] sinks = new Sink[bySite.length];
        Arrays.fill(sinks, new Sink() {
            @Override
            public @Nullable Object enter(
                    int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
                return null;
            }
        });
        bySite = sinks;
    }

    void listen(@Nullable IntConsumer listener) {
        listening = listener;
    }

    /** See {@link RemitGate#tell}. */
    void tell(int site, @Nullable Object self, @Nullable Object first) {
        boolean quiet = false;
        try {
            quiet = handOvers.isQuiet();
        } catch (Throwable t) {
            problems.fault(t);
        }
        if (!quiet) {
            enter(site, self, first, null);
        }
    }

    /** See {@link RemitGate#sink}. */
    @Nullable
    Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        final @Nullable IntConsumer listener = listening;
        if (listener != null) {
            listener.accept(site);
        }
        int depth = -1;
        try {
            final @Nullable CallStack here = stacks.peek();
            depth = here == null ? 0 : here.depth();
            return at(site).enter(site, self, first, second);
        } catch (Refusal refusal) {
            throw Sneaky.rethrow(refusal.exception());
        } catch (Throwable t) {
            final @Nullable String refusal = failClosed.refusalSince(depth, site, t);
            if (refusal != null) {
                throw new SecurityException(refusal);
            }
            return null;
        }
    }

    /** See {@link RemitGate#sinkResult}. */
    @Nullable
    Object result(int site, @Nullable Object self, @Nullable Object first, @Nullable Object result) {
        final @Nullable IntConsumer listener = listening;
        if (listener != null) {
            listener.accept(site);
        }
        int depth = -1;
        try {
            depth = stacks.get().depth();
            return at(site).result(site, self, first, result);
        } catch (Refusal refusal) {
            throw Sneaky.rethrow(refusal.exception());
        } catch (Throwable t) {
            // What the sink may have opened itself. The call around the method is ended by the woven handler if we
            // throw.
            resultFault(depth, site, t);
            return result;
        }
    }

    private void resultFault(int depth, int site, Throwable t) {
        final boolean refuses = failClosed.refuses(t);
        try {
            if (depth >= 0) {
                stacks.get().backTo(depth);
            }
        } catch (Throwable again) {
            problems.fault(again);
        }
        if (refuses) {
            throw new SecurityException(Denial.FAULT);
        }
        ends.end(site, null, t);
    }

    private Sink at(int site) {
        final @Nullable Sink sink = bySite[site];
        if (sink == null) {
            throw new IllegalStateException("call site " + site + " has no sink");
        }
        return sink;
    }
}
