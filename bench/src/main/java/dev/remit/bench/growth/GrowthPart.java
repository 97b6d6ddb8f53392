package dev.remit.bench.growth;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Plot;
import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.report.Unit;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Part;
import dev.remit.bench.run.Score;
import java.util.List;
import java.util.Locale;

/** How a decision's cost grows. */
public final class GrowthPart implements Part {
    private static final List<Integer> THREADS = List.of(1, 4, 16);

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String summary() {
        return "a decision against policies, entities, groups, sessions, labels, arguments and threads";
    }

    @Override
    public Place place() {
        return Place.FULL;
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "Growth",
                "A tool call, its session looked for by its name, asked, decided and settled, while one thing grows and all else stays small. *Grows with the power* is fitted to all sizes: 0 is a cost that"
                        + " stays as it is, 1 one that doubles with what there is. Threads beyond the processors wait for one.");
        final Jdk jdk = bench.jdk();
        final Table fitted = section.table(
                Table.of(jdk + ": growth", "", "the least of it", "the most of it", "grows with the power"));
        for (Dimension dimension : Dimension.values()) {
            final Plot.Curve curve = Plot.Curve.of("a decision");
            final List<Integer> sizes = bench.effort().isFull()
                    ? dimension.sizes()
                    : List.of(
                            dimension.sizes().get(0),
                            dimension.sizes().get(dimension.sizes().size() - 1));
            for (Score score : bench.jmh(jdk)
                    .benchmark(GrowthBenchmark.class, "call")
                    .param("dimension", dimension.name())
                    .param("size", sizes.stream().map(String::valueOf).toArray(String[]::new))
                    .run("growth-" + jdk.feature() + "-" + dimension.name().toLowerCase(Locale.ROOT))) {
                curve.point(
                        Double.parseDouble(score.param("size")), score.mean().value());
            }
            add(section, fitted, jdk, dimension.name().toLowerCase(Locale.ROOT), dimension.toString(), curve);
        }
        final Plot.Curve curve = Plot.Curve.of("a decision");
        for (int threads : THREADS) {
            final Score score = bench.jmh(jdk)
                    .benchmark(GrowthBenchmark.class, "call")
                    .param("dimension", Dimension.SESSIONS.name())
                    .param("size", "1000")
                    .threads(threads)
                    .run("growth-" + jdk.feature() + "-threads-" + threads)
                    .get(0);
            curve.point(threads, score.mean().value());
        }
        add(section, fitted, jdk, "threads", "threads, with 1,000 live sessions", curve);

        return section;
    }

    private static void add(Section section, Table fitted, Jdk jdk, String name, String label, Plot.Curve curve) {
        final int last = curve.xs().size() - 1;
        fitted.row(
                String.format(
                        Locale.ROOT,
                        "%s: %,.0f to %,.0f",
                        label,
                        curve.xs().get(0),
                        curve.xs().get(last)),
                Figure.of(curve.ys().get(0), Unit.NANOSECONDS),
                Figure.of(curve.ys().get(last), Unit.NANOSECONDS),
                Figure.of(curve.exponent(), Unit.COUNT));
        final Plot plot = section.plot(Plot.of(
                "growth-" + name + "-" + jdk.feature(),
                String.format(Locale.ROOT, "%s: %s (power %.2f)", jdk, label, curve.exponent()),
                new Plot.Axis(label, Plot.Scale.LOG),
                new Plot.Axis("ns", Plot.Scale.LOG)));
        plot.curves().add(curve);
        plot.curves().add(curve.fitted("fitted"));
    }
}
