package dev.remit.bench.load;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Plot;
import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.report.Unit;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Guard;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Part;
import java.util.ArrayList;
import java.util.List;

/** Tool calls at fixed rates, and from many threads. */
public final class LoadPart implements Part {
    private static final List<Guard> GUARDS = List.of(Guard.NONE, Guard.ENFORCE);
    private static final int RATE_OF_THREADS = 20_000;
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    @Override
    public String name() {
        return "load";
    }

    @Override
    public String summary() {
        return "tool calls at fixed rates, and from up to 256 threads and 10,000 virtual ones";
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "Calls at a rate",
                "An open loop: each call has a time at which it is due, whether the last one is over or not, and is timed from then (coordinated omission corrected). Where the records come faster than the"
                        + " journal's thread writes them, the ring fills up, callers wait, and at last the guard refuses what can't be recorded: that is the column *refused*."
                        + " Threads share the processors with the thread that drains; waiting threads wake up late, guarded or not.");
        for (Jdk jdk : bench.jdks()) {
            if (jdk.equals(bench.jdk())) {
                rates(bench, jdk, section);
            }
            threads(bench, jdk, section);
        }
        return section;
    }

    private static void rates(Bench bench, Jdk jdk, Section section) throws Exception {
        final Table table = section.table(table(jdk + ": tool calls at a rate, one thread", "calls a second"));
        final Plot plot = section.plot(Plot.of(
                "load-" + jdk.feature(),
                jdk + ": tool calls at a rate, p99.9",
                new Plot.Axis("calls a second", Plot.Scale.LOG),
                new Plot.Axis("ns", Plot.Scale.LOG)));
        final List<Integer> rates =
                bench.effort().isFull() ? List.of(1_000, 10_000, 100_000, 200_000, 500_000) : List.of(10_000, 100_000);
        for (Guard guard : GUARDS) {
            final Plot.Curve curve = Plot.Curve.of(guard.toString());
            for (int rate : rates) {
                final Figure[] row = run(bench, jdk, guard, rate, "1");
                table.row(rate + ", " + guard, row);
                curve.point(rate, row[4].value());
            }
            plot.curves().add(curve);
        }
    }

    private static void threads(Bench bench, Jdk jdk, Section section) throws Exception {
        final Table table = section.table(
                table(jdk + ": " + RATE_OF_THREADS + " tool calls a second, from several threads", "threads"));
        final List<String> threads = new ArrayList<>(
                !jdk.equals(bench.jdk())
                        ? List.of()
                        : bench.effort().isFull() ? List.of("2", "4", "16", "256") : List.of("4"));
        if (jdk.feature() >= FIRST_WITH_VIRTUAL_THREADS) {
            threads.add("v10000");
        }
        for (String count : threads) {
            for (Guard guard : GUARDS) {
                table.row(
                        (count.startsWith("v") ? count.substring(1) + " virtual" : count) + ", " + guard,
                        run(bench, jdk, guard, RATE_OF_THREADS, count));
            }
        }
    }

    private static Table table(String title, String of) {
        return Table.of(title, of, "made", "refused", "p50", "p99", "p99.9", "longest");
    }

    private static Figure[] run(Bench bench, Jdk jdk, Guard guard, int rate, String threads) throws Exception {
        final String what = rate + "-" + threads;
        bench.progress().step(jdk + ", " + guard + ", " + rate + " a second, threads " + threads);
        final String[] found = bench.jvm(jdk, guard)
                .run(
                        OpenLoop.class,
                        String.valueOf(rate),
                        threads,
                        "3",
                        bench.raw()
                                .resolve("load-" + jdk.feature() + "-" + guard + "-" + what + ".hlog")
                                .toString())
                .get(0)
                .split(" ", -1);
        final Unit[] units = {
            Unit.PER_SECOND, Unit.COUNT, Unit.NANOSECONDS, Unit.NANOSECONDS, Unit.NANOSECONDS, Unit.NANOSECONDS
        };
        final Figure[] figures = new Figure[units.length];
        for (int i = 0; i < units.length; i++) {
            figures[i] = Figure.of(Double.parseDouble(found[i]), units[i]);
        }
        return figures;
    }
}
