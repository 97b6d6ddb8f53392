package dev.remit.javaagent.enforce;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Sink;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The sinks of the JDK's woven methods, by call site. Thread-safe. */
final class Sinks {
    private volatile @Nullable Sink[] bySite = new Sink[0];
    /** Told of each woven method that is entered; null for none. */
    volatile @Nullable IntConsumer listening;

    void serve(List<CallSite> sites) {
        final @Nullable Sink[] sinks = new Sink[sites.size()];
        for (int i = 0; i < sinks.length; i++) {
            sinks[i] = sites.get(i).sink();
        }
        bySite = sinks;
    }

    /** From now on every site has this sink. */
    void standDown(Sink instead) {
        final @Nullable Sink[] sinks = new Sink[bySite.length];
        Arrays.fill(sinks, instead);
        bySite = sinks;
    }

    void listen(@Nullable IntConsumer listener) {
        listening = listener;
    }

    /** The sink of a woven method. */
    Sink at(int site) {
        final @Nullable Sink sink = bySite[site];
        if (sink == null) {
            throw new IllegalStateException("call site " + site + " has no sink");
        }
        return sink;
    }
}
