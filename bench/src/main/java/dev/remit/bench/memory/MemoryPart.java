package dev.remit.bench.memory;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Goal;
import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.report.Unit;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Guard;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Part;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the guard takes of memory, idle and under load, beside another javaagent. */
public final class MemoryPart implements Part {
    static final int CALLS_A_SECOND = 10_000;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String summary() {
        return "resident memory, heap, metaspace, threads and collections, idle and under load";
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "Memory",
                "An application with a heap of at most 256 MB: idle, and while it makes " + CALLS_A_SECOND
                        + " tool calls a second that allocate nothing themselves. Resident memory holds the pages of mapped files, which the system may take back.");
        final Jdk jdk = bench.jdk();
        final Map<Guard, List<Footprint>> seen = new EnumMap<>(Guard.class);
        for (Guard guard : Guard.COMPARED) {
            bench.progress().step(jdk + ", " + guard);
            seen.put(guard, run(bench, jdk, guard, bench.effort().isFull() ? 10 : 5));
        }
        table(section, jdk + ": memory, idle", seen, 0);
        table(section, jdk + ": memory, under load", seen, 1);
        final Figure added = resident(seen, Guard.ENFORCE).less(resident(seen, Guard.NONE));
        section.goals()
                .add(Goal.atMost(
                        jdk + ": added resident memory over what OpenTelemetry's javaagent adds",
                        added.over(resident(seen, Guard.OPEN_TELEMETRY).less(resident(seen, Guard.NONE))),
                        1 / 6.0));
        section.goals()
                .add(Goal.atMost(
                        jdk + ": collections more than without the guard",
                        Figure.of(
                                last(seen, Guard.ENFORCE).collections()
                                        - last(seen, Guard.NONE).collections(),
                                Unit.COUNT),
                        0));
        return section;
    }

    static List<Footprint> run(Bench bench, Jdk jdk, Guard guard, int seconds) throws Exception {
        return bench
                .jvm(jdk, guard)
                .with("-Xmx256m")
                .run(
                        MemoryUse.class,
                        String.valueOf(CALLS_A_SECOND),
                        String.valueOf(seconds),
                        String.valueOf(Math.min(seconds, SoakPart.BETWEEN_S)))
                .stream()
                .map(Footprint::parse)
                .toList();
    }

    private static Footprint last(Map<Guard, List<Footprint>> seen, Guard guard) {
        final List<Footprint> all = seen.getOrDefault(guard, List.of());
        return all.get(all.size() - 1);
    }

    private static Figure resident(Map<Guard, List<Footprint>> seen, Guard guard) {
        return Figure.of(last(seen, guard).resident(), Unit.BYTES);
    }

    private static void table(Section section, String title, Map<Guard, List<Footprint>> seen, int when) {
        final Table table =
                section.table(Table.of(title, "", "resident", "heap", "metaspace", "threads", "collections"));
        for (Guard guard : Guard.COMPARED) {
            final Footprint footprint =
                    when == 0 ? seen.getOrDefault(guard, List.of()).get(0) : last(seen, guard);
            table.row(
                    guard.toString(),
                    Figure.of(footprint.resident(), Unit.BYTES),
                    Figure.of(footprint.heap(), Unit.BYTES),
                    Figure.of(footprint.metaspace(), Unit.BYTES),
                    Figure.of(footprint.threads(), Unit.COUNT),
                    Figure.of(footprint.collections(), Unit.COUNT));
        }
    }
}
