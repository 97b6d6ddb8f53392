package dev.remit.bench.context;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Goal;
import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.report.Unit;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Part;
import dev.remit.bench.run.Score;
import java.util.List;
import java.util.Map;

/** What policies cost that ask what a session and a task have done. */
public final class ContextPart implements Part {
    private static final Map<String, String> READ = Map.of(
            "nothing", "nothing of session and task",
            "budget", "`context.session.calls`, as a budget",
            "kept", "all there is, but what decides is the first condition",
            "all", "all there is, and 28 conditions ask for each in turn");

    @Override
    public String name() {
        return "context";
    }

    @Override
    public String summary() {
        return "policies that read the state of session and task; a session's memory";
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "State of sessions and tasks",
                "A tool call within a session and a task, decided and counted. The policies read more from row to row. A session has 20 calls of 5 tools, 3 hosts, 2 secrets and 2 labels behind it.");
        final Jdk jdk = bench.jdk();
        state(bench, jdk, section);
        memory(bench, jdk, section);

        return section;
    }

    private static void state(Bench bench, Jdk jdk, Section section) throws Exception {
        final Table table = section.table(
                Table.of(jdk + ": state that policies read", "the policies read", "a decision", "more", "allocated"));
        final List<Score> scores =
                bench.jmh(jdk).benchmark(StateBenchmark.class, "call").run("context-" + jdk.feature());
        final Figure nothing = scores.get(0).mean();
        for (Score score : scores) {
            final Figure more = score.mean().less(nothing);
            table.row(READ.getOrDefault(score.param("reads"), ""), score.mean(), more, score.bytes());
            if (score.param("reads").equals("kept")) {
                section.goals().add(Goal.atMost(jdk + ": state that is kept", more, 60));
            }
            if (score.param("reads").equals("all")) {
                section.goals()
                        .add(Goal.atMost(
                                jdk + ": state, all 28 values asked for on one call",
                                more,
                                60,
                                "each condition takes about 20 ns: half is comparing, half fetching the value"));
            }
        }
    }

    private static void memory(Bench bench, Jdk jdk, Section section) throws Exception {
        final Table table = section.table(Table.of(jdk + ": a session's memory", "live sessions", "each"));
        for (int sessions : List.of(10_000, 100_000)) {
            bench.progress().step(jdk + ", " + sessions + " sessions");
            final double bytes = Double.parseDouble(bench.jvm(jdk)
                    .with("-Xmx1g")
                    .run(SessionMemory.class, String.valueOf(sessions))
                    .get(0));
            table.row(String.valueOf(sessions), new Figure(bytes, 0, Unit.BYTES));
            section.goals()
                    .add(Goal.atMost(
                            jdk + ": a session of " + sessions + " live ones", Figure.of(bytes, Unit.BYTES), 2_048));
        }
    }
}
