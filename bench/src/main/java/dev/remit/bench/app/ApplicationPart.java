package dev.remit.bench.app;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Goal;
import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.report.Unit;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Guard;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Part;
import dev.remit.bench.run.Running;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The support sample under load, without and with the guard. */
public final class ApplicationPart implements Part {
    private static final Path SETTINGS = Path.of("sample-apps", "support", "policies", "egress", "remit.properties");
    private static final int FIGURES = 4;

    @Override
    public String name() {
        return "application";
    }

    @Override
    public String summary() {
        return "answers a second and latency of the support sample, without and with the guard";
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "A whole application",
                "The support sample's agent answers one customer after the other: for each answer five requests to the scripted model, four tools and a mail, to servers on loopback in a JVM of their own."
                        + " Without and with the guard in turns, under the sample's own policy; the figures are medians over the pairs.");
        final int pairs = bench.effort().isFull() ? 7 : 3;
        for (Jdk jdk : bench.jdks()) {
            final double[][] alone = new double[FIGURES][pairs];
            final double[][] guarded = new double[FIGURES][pairs];
            final double[] ratios = new double[pairs];
            for (int i = 0; i < pairs; i++) {
                bench.progress().step(jdk + ", pair " + (i + 1) + " of " + pairs);
                final boolean guardedFirst = i % 2 != 0;
                run(bench, jdk, guardedFirst, guardedFirst ? guarded : alone, i);
                run(bench, jdk, !guardedFirst, guardedFirst ? alone : guarded, i);
                ratios[i] = guarded[0][i] / alone[0][i];
            }
            final Table table = section.table(Table.of(jdk + ": a whole application", "", "alone", "guarded", "ratio"));
            row(table, "answers a second", alone[0], guarded[0], Unit.PER_SECOND);
            row(table, "an answer, p50", alone[1], guarded[1], Unit.NANOSECONDS);
            row(table, "an answer, p99", alone[2], guarded[2], Unit.NANOSECONDS);
            row(table, "an answer, p99.9", alone[3], guarded[3], Unit.NANOSECONDS);
            section.goals()
                    .add(Goal.atLeast(
                            jdk + ": answers a second, guarded over alone", Figure.median(ratios, Unit.TIMES), 0.99));
        }
        return section;
    }

    private static void row(Table table, String label, double[] alone, double[] guarded, Unit unit) {
        final double[] ratios = new double[alone.length];
        Arrays.setAll(ratios, i -> guarded[i] / alone[i]);
        table.row(label, Figure.median(alone, unit), Figure.median(guarded, unit), Figure.median(ratios, Unit.TIMES));
    }

    private static void run(Bench bench, Jdk jdk, boolean guarded, double[][] into, int pair) throws Exception {
        final boolean full = bench.effort().isFull();
        // A world of its own for each: it keeps its mail.
        try (Running world = bench.jvm(jdk).start(WorldServer.class)) {
            final List<String> arguments = List.of((world.firstLine() + (full ? " 10 15" : " 3 3")).split(" ", -1));
            final String[] found = bench.jvm(jdk, guarded ? Guard.ENFORCE : Guard.NONE, SETTINGS)
                    .run(AgentLoad.class, arguments.toArray(new String[0]))
                    .get(0)
                    .split(" ", -1);
            for (int i = 0; i < FIGURES; i++) {
                into[i][pair] = Double.parseDouble(found[i]);
            }
        }
    }
}
