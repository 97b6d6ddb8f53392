package dev.remit.bench.journal;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Goal;
import dev.remit.bench.report.Plot;
import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.report.Unit;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Guard;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Jmh;
import dev.remit.bench.run.Part;
import dev.remit.bench.run.Score;
import dev.remit.bench.run.Scores;
import dev.remit.bench.run.Scratch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the journal costs a call, and what it does beside. */
public final class JournalPart implements Part {
    private static final String WHY = "see docs/journal.md, \"What it costs\"";
    private static final int FOUR = 4;
    private static final List<String> LOG4J = List.of(
            "-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.AsyncLoggerContextSelector",
            "-Dlog4j2.configurationFile=dev/remit/bench/journal/log4j2.xml");
    private static final Map<String, String> WAYS = Map.of(
            "nothing", "nothing: the clock's own part",
            "record", "recorded",
            "chronicleAppend", "appended to Chronicle Queue by the caller, without proof",
            "log4jAsyncFile", "logged by Log4j's asynchronous logger into a file");

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public String summary() {
        return "a record beside Chronicle Queue and Log4j; draining, idling, memory, checking";
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "The journal",
                "A decision's record of 15 fields, 334 bytes, filled, encoded and put into the ring; beside it the same bytes by other ways. The draining thread chains, signs and appends beside.");
        final Jdk jdk = bench.jdk();
        callers(bench, jdk, section);
        drain(bench, jdk, section);

        return section;
    }

    private static void callers(Bench bench, Jdk jdk, Section section) throws Exception {
        final Table table = section.table(
                Table.of(jdk + ": a record, for its caller", "", "p50", "p99", "p99.9", "longest", "allocated"));
        final Plot plot = section.plot(Plot.of(
                "journal-" + jdk.feature(),
                jdk + ": a record, for its caller",
                new Plot.Axis("records that take no longer", Plot.Scale.PERCENTILE),
                new Plot.Axis("ns", Plot.Scale.LOG)));
        final Scores scores = new Scores();
        for (int threads : bench.effort().isFull() ? List.of(1, FOUR) : List.of(1)) {
            final Jmh jmh = threads == 1
                    ? bench.jmh(jdk).benchmarks(RecordBenchmark.class)
                    : bench.jmh(jdk).benchmark(RecordBenchmark.class, "record");
            final List<Score> found =
                    jmh.openForJournal().jvm(LOG4J).threads(threads).run("journal-" + jdk.feature() + "-" + threads);
            scores.add(found, score -> label(score, threads));
            for (Score score : found) {
                final String label = label(score, threads);
                table.row(
                        label,
                        score.percentile(50),
                        score.percentile(99),
                        score.percentile(99.9),
                        score.max(),
                        score.bytes());
                plot.curves().add(score.curve(label));
            }
        }
        final Figure one = scores.get("recorded").percentile(50);
        section.goals().add(Goal.atMost(jdk + ": a record p50", one, 220, WHY));
        section.goals()
                .add(Goal.atMost(
                        jdk + ": a record p99.9", scores.get("recorded").percentile(99.9), 2_000, WHY));
        if (bench.effort().isFull()) {
            final Figure four = scores.get("recorded, " + FOUR + " threads").percentile(50);
            section.goals().add(Goal.atMost(jdk + ": a record p50, four threads over one", four.over(one), 2, WHY));
        }
    }

    private static String label(Score score, int threads) {
        final String secrets =
                score.benchmark().equals("record") && !score.param("secrets").equals("0")
                        ? ", with " + score.param("secrets") + " secrets known"
                        : "";
        return WAYS.get(score.benchmark()) + secrets + (threads == 1 ? "" : ", " + threads + " threads");
    }

    private static void drain(Bench bench, Jdk jdk, Section section) throws Exception {
        final boolean full = bench.effort().isFull();
        final Table table = section.table(Table.of(jdk + ": beside the callers", "", "seen"));
        bench.progress().step(jdk + ", draining");
        final double[] drained = numbers(bench.jvm(jdk)
                .openForJournal()
                .run(DrainRate.class, full ? "10" : "5")
                .get(0));
        final Figure rate = Figure.of(drained[0], Unit.PER_SECOND);
        table.row("drained", rate);
        table.row("drained in the slowest second", Figure.of(drained[1], Unit.PER_SECOND));
        table.row("drained in the fastest second", Figure.of(drained[2], Unit.PER_SECOND));
        bench.progress().step(jdk + ", idling");
        // The heap is touched beforehand: an application's is. Of it the journal's is what it keeps alive.
        final double[] idle = numbers(bench.jvm(jdk)
                .openForJournal()
                .with("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch")
                .run(IdleCost.class, full ? "15" : "5")
                .get(0));
        final Figure share = Figure.of(idle[0], Unit.PERCENT);
        final Figure memory = Figure.of(idle[1], Unit.MEGABYTES);
        table.row("of a core, while nothing happens", share);
        table.row("memory", memory);
        bench.progress().step(jdk + ", checking");
        final Path checked = bench.work().resolve("checked");
        final double[] verified = numbers(bench.jvm(jdk)
                .openForJournal()
                .run(VerifyRate.class, checked.toString(), full ? "1000000" : "100000")
                .get(0));
        final Figure records =
                Figure.of(verified[0] / Arrays.stream(verified).skip(1).min().orElseThrow(), Unit.PER_SECOND);
        table.row("checked", records);
        final long began = System.nanoTime();
        bench.jvm(jdk).runJar(Guard.jar(), "audit", "verify", checked.toString());
        table.row(
                "`audit verify` of " + Math.round(verified[0]) + " records",
                Figure.of((System.nanoTime() - began) / 1e6, Unit.MILLISECONDS));
        Scratch.remove(checked);
        section.goals()
                .addAll(List.of(
                        Goal.atLeast(jdk + ": drained", rate, 500_000, WHY),
                        Goal.atMost(jdk + ": idle", share, 3, WHY),
                        Goal.atMost(jdk + ": memory of the journal", memory, 48, WHY),
                        Goal.atLeast(jdk + ": checked", records, 1_000_000, WHY)));
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
