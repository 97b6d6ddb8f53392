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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The support sample under load, without and with the guard, and under another javaagent. */
public final class ApplicationPart implements Part {
    private static final Path SETTINGS = Path.of("sample-apps", "support", "policies", "egress", "remit.properties");
    private static final int ROUNDS = 2;

    @Override
    public String name() {
        return "application";
    }

    @Override
    public String summary() {
        return "answers a second and latency of the support sample, without and with the guard, beside OpenTelemetry's javaagent";
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "A whole application",
                "The support sample's agent answers one customer after the other: for each answer five requests to the scripted model, four tools and a mail, to servers on loopback in a JVM of their own."
                        + " Without a javaagent and with each in turns, the guard under the sample's own policy; the figures are medians over the rounds, a ratio is one of the same round."
                        + " The processors are all in use, so that all work counts, also that of other threads; a real model leaves them idle.");
        final Jdk jdk = bench.jdk();
        final Map<Guard, List<double[]>> seen = new EnumMap<>(Guard.class);
        for (int round = 0; round < ROUNDS; round++) {
            for (Guard guard : turn(round)) {
                bench.progress().step(jdk + ", " + guard + ", round " + (round + 1) + " of " + ROUNDS);
                seen.computeIfAbsent(guard, unused -> new ArrayList<>()).add(run(bench, jdk, guard));
            }
        }
        final Table table = section.table(
                Table.of(jdk + ": a whole application", "", "none", "enforce", "ratio", "OpenTelemetry", "ratio"));
        row(table, "answers a second", seen, 0, Unit.PER_SECOND);
        row(table, "an answer, p50", seen, 1, Unit.NANOSECONDS);
        row(table, "an answer, p99", seen, 2, Unit.NANOSECONDS);
        row(table, "an answer, p99.9", seen, 3, Unit.NANOSECONDS);
        section.goals()
                .add(Goal.atLeast(jdk + ": answers a second, guarded over alone", ratio(seen, Guard.ENFORCE, 0), 0.99));
        return section;
    }

    private static void row(Table table, String label, Map<Guard, List<double[]>> seen, int which, Unit unit) {
        table.row(
                label,
                Figure.median(of(seen, Guard.NONE, which), unit),
                Figure.median(of(seen, Guard.ENFORCE, which), unit),
                ratio(seen, Guard.ENFORCE, which),
                Figure.median(of(seen, Guard.OPEN_TELEMETRY, which), unit),
                ratio(seen, Guard.OPEN_TELEMETRY, which));
    }

    private static Figure ratio(Map<Guard, List<double[]>> seen, Guard guard, int which) {
        final double[] alone = of(seen, Guard.NONE, which);
        final double[] ratios = of(seen, guard, which).clone();
        Arrays.setAll(ratios, i -> ratios[i] / alone[i]);
        return Figure.median(ratios, Unit.TIMES);
    }

    private static double[] of(Map<Guard, List<double[]>> seen, Guard guard, int which) {
        return seen.getOrDefault(guard, List.of()).stream()
                .mapToDouble(round -> round[which])
                .toArray();
    }

    /** The other javaagent, which is here for comparison, runs in the first round. */
    private static List<Guard> turn(int round) {
        final List<Guard> turn = Guard.turn(round);
        if (round > 0) {
            turn.remove(Guard.OPEN_TELEMETRY);
        }
        return turn;
    }

    private static double[] run(Bench bench, Jdk jdk, Guard guard) throws Exception {
        final boolean full = bench.effort().isFull();
        // A world of its own for each: it keeps its mail.
        try (Running world = bench.jvm(jdk).start(WorldServer.class)) {
            final List<String> arguments = List.of((world.firstLine() + (full ? " 25 5" : " 3 3")).split(" ", -1));
            final String[] found = bench.jvm(jdk, guard, SETTINGS)
                    .run(AgentLoad.class, arguments.toArray(new String[0]))
                    .get(0)
                    .split(" ", -1);
            return Arrays.stream(found).mapToDouble(Double::parseDouble).toArray();
        }
    }
}
