package dev.remit.bench.memory;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Goal;
import dev.remit.bench.report.Plot;
import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.report.Unit;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Guard;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Part;
import java.util.List;

/** Whether anything grows under the guard with time. */
public final class SoakPart implements Part {
    /** Seconds between two looks. */
    static final int BETWEEN_S = 10;

    private static final int SECONDS = 600;
    private static final int SECONDS_OF_FULL = 3_600;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String summary() {
        return "whether memory grows in 10 minutes, or in 60 in a full run";
    }

    @Override
    public Place place() {
        return Place.FULL;
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "Memory over time",
                MemoryPart.CALLS_A_SECOND
                        + " tool calls a second under the guard, looked at every " + BETWEEN_S
                        + " seconds after a collection. The first tenth is left out of the slope: the JIT compiler is at work.");
        // One JDK: an hour of each would be the longest part by far.
        final Jdk jdk = bench.jdks().get(bench.jdks().size() - 1);
        final int seconds = bench.effort().isFull() ? SECONDS_OF_FULL : SECONDS;
        bench.progress().step(jdk + ", " + seconds / 60 + " minutes");
        final List<Footprint> looks = MemoryPart.run(bench, jdk, Guard.ENFORCE, seconds);
        final Plot plot = section.plot(Plot.of(
                "soak",
                jdk + ": memory over time",
                new Plot.Axis("minutes", Plot.Scale.LINEAR),
                new Plot.Axis("MB", Plot.Scale.LINEAR)));
        final Plot.Curve heap = Plot.Curve.of("heap in use");
        final Plot.Curve resident = Plot.Curve.of("resident");
        final Plot.Curve metaspace = Plot.Curve.of("metaspace");
        for (int i = 1; i < looks.size(); i++) {
            final double minute = i * BETWEEN_S / 60.0;
            heap.point(minute, looks.get(i).heap() / 1_048_576.0);
            resident.point(minute, looks.get(i).resident() / 1_048_576.0);
            metaspace.point(minute, looks.get(i).metaspace() / 1_048_576.0);
        }
        plot.curves().addAll(List.of(heap, resident, metaspace));
        final Table table =
                section.table(Table.of(jdk + ": memory over time", "", "at the end", "grows in an hour by"));
        final Figure growth = growth(heap);
        table.row("heap in use", last(heap), growth);
        table.row("resident", last(resident), growth(resident));
        table.row("metaspace", last(metaspace), growth(metaspace));
        section.goals().add(Goal.atMost(jdk + ": the heap grows in an hour by", growth, 1));
        return section;
    }

    private static Figure last(Plot.Curve curve) {
        return Figure.of(curve.ys().get(curve.ys().size() - 1), Unit.MEGABYTES);
    }

    private static Figure growth(Plot.Curve curve) {
        return Figure.of(curve.from(curve.xs().size() / 10).slope() * 60, Unit.MEGABYTES);
    }
}
