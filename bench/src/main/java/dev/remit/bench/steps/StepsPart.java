package dev.remit.bench.steps;

import dev.remit.bench.calls.CallsPart;
import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Guard;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Part;
import dev.remit.bench.run.Score;
import dev.remit.bench.run.Scores;

/** Of what a tool call's added time is made. */
public final class StepsPart implements Part {
    @Override
    public String name() {
        return "steps";
    }

    @Override
    public String summary() {
        return "what a tool call's added time is made of: hook, bind, decide, state, encode, ring, clock, outcome";
    }

    @Override
    public Place place() {
        return Place.FULL;
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "Of what a tool call's added time is made",
                "The guard's parts alone, in a JVM without the javaagent, with what the LangChain4j tool call brings; medians, less what timing itself costs. *Hook* is what is left of the whole: the woven"
                        + " prologue, the gate, whose call it is, the thread's stack, and that in the whole nothing is as warm as alone.");
        final Jdk jdk = bench.jdk();
        final Scores scores = new Scores();
        scores.add(
                bench.jmh(jdk).benchmarks(StepsBenchmark.class).openForJournal().run("steps-" + jdk.feature()),
                Score::benchmark);
        final Figure timing = scores.get("nothing").percentile(50);
        final Figure whole = CallsPart.tool(bench, jdk, Guard.ENFORCE).less(CallsPart.tool(bench, jdk, Guard.NONE));
        final Figure clock = scores.get("clock").percentile(50).less(timing);
        final Figure bind = scores.get("bind").percentile(50).less(timing);
        final Figure decide =
                scores.get("bindDecide").percentile(50).less(scores.get("bind").percentile(50));
        final Figure state = scores.get("bindDecideSettle")
                .percentile(50)
                .less(scores.get("bindDecide").percentile(50));
        final Figure ring = scores.get("ring").percentile(50).less(timing);
        final Figure encode =
                scores.get("record").percentile(50).less(timing).less(clock).less(ring);
        final Figure outcome = scores.get("outcome").percentile(50).less(timing).less(clock);
        final Table table = section.table(Table.of(jdk + ": of what a tool call's added time is made", "", "p50"));
        table.row("whole", whole);
        table.row(
                "hook",
                whole.less(clock)
                        .less(clock)
                        .less(bind)
                        .less(decide)
                        .less(state)
                        .less(encode)
                        .less(ring)
                        .less(outcome));
        table.row("clock, before the call", clock);
        table.row("bind", bind);
        table.row("decide", decide);
        table.row("state", state);
        table.row("encode", encode);
        table.row("ring", ring);
        table.row("clock, after the call", clock);
        table.row("outcome: encode, ring", outcome);

        return section;
    }
}
