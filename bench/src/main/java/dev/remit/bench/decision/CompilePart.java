package dev.remit.bench.decision;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Goal;
import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.report.Unit;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Part;
import java.util.List;

/** What reading policies costs, in a JVM that has done nothing before. */
public final class CompilePart implements Part {
    private static final int MOST = 10_000;

    @Override
    public String name() {
        return "compile";
    }

    @Override
    public String summary() {
        return "time and memory of reading policies";
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "Reading policies",
                "Parsed and compiled in a JVM that has done nothing before; what stays in memory, the text included. Each policy has a head of its own, two conditions and an annotation.");
        final Jdk jdk = bench.jdk();
        final Table table = section.table(Table.of(jdk + ": reading policies", "policies", "time", "memory"));
        for (int policies : bench.effort().isFull() ? List.of(MOST / 10, MOST) : List.of(MOST)) {
            bench.progress().step(jdk + ", " + policies + " policies");
            final double[] ms = new double[bench.effort().pairs()];
            final double[] megabytes = new double[ms.length];
            for (int i = 0; i < ms.length; i++) {
                final String[] found = bench.jvm(jdk)
                        .run(CompileCost.class, String.valueOf(policies))
                        .get(0)
                        .split(" ", -1);
                ms[i] = Double.parseDouble(found[1]);
                megabytes[i] = Double.parseDouble(found[2]);
            }
            final Figure time = Figure.median(ms, Unit.MILLISECONDS);
            final Figure memory = Figure.median(megabytes, Unit.MEGABYTES);
            table.row(String.valueOf(policies), time, memory);
            if (policies == MOST) {
                section.goals().add(Goal.atMost(jdk + ": 10,000 policies read", time, 2_000));
                section.goals().add(Goal.atMost(jdk + ": 10,000 policies in memory", memory, 100));
            }
        }

        return section;
    }
}
