package dev.remit.bench.decision;

import java.util.List;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How many policies, and which request is next. */
@State(Scope.Thread)
public abstract class Setting {
    /** Permits; one applies to each request. */
    @Param({"10", "100", "1000", "10000"})
    public int policies = 10;

    /** Forbids for everyone; none applies. */
    @Param({"0", "20"})
    public int forbids = 0;

    private int last;

    final List<Workload.Request> requests() {
        return Workload.requests(policies);
    }

    final int next() {
        return ++last & (Workload.REQUESTS - 1);
    }
}
