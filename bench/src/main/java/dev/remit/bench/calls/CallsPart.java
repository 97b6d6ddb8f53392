package dev.remit.bench.calls;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Goal;
import dev.remit.bench.report.Plot;
import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Guard;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Jmh;
import dev.remit.bench.run.Part;
import dev.remit.bench.run.Score;
import dev.remit.bench.run.Scores;
import java.io.IOException;
import java.util.List;

/** Guarded calls whole, beside the same under another javaagent. */
public final class CallsPart implements Part {
    private static final String ALLOWED = "allowed";
    private static final String DENIED = "denied";

    /** What a quick run is content with, and a full one on all JDKs but the first. */
    private static final List<Library> TOOL = List.of(Library.LANGCHAIN4J);

    private static final List<Library> ALL = List.of(Library.LANGCHAIN4J, Library.SPRING_AI, Library.ENVIRONMENT);

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public String summary() {
        return "tool calls and getenv, allowed, denied and observed; the same under OpenTelemetry's javaagent";
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "Guarded calls, whole",
                "The libraries' own classes, woven by `-javaagent:remit.jar`; each call is timed by itself, in bursts with pauses between them. *Added* is the percentile less the same percentile of the"
                        + " calls without a javaagent. Bytes are those of all threads. The loop shows what of the tails is the machine's: whatever takes as long is interrupted as often.");
        for (Jdk jdk : bench.jdks()) {
            new Calls(bench, jdk, section).measure();
        }
        return section;
    }

    /** The median time of a LangChain4j tool call that is allowed. */
    public static Figure tool(Bench bench, Jdk jdk, Guard guard) throws Exception {
        return jmh(bench, jdk, guard, Library.LANGCHAIN4J)
                .param("policy", ALLOWED)
                .run("tool-" + jdk.feature() + "-" + guard)
                .get(0)
                .percentile(50);
    }

    /** Each JVM warms up by itself, see {@link CallSetting}. */
    private static Jmh jmh(Bench bench, Jdk jdk, Guard guard, Library library) throws IOException {
        return bench.jmh(jdk, guard)
                .benchmark(CallBenchmark.class, "call")
                .param("library", library.name())
                .warmUps(1);
    }

    /** One JDK's. */
    private static final class Calls {
        private final Bench bench;
        private final Jdk jdk;
        private final Section section;
        private final Scores scores = new Scores();

        Calls(Bench bench, Jdk jdk, Section section) {
            this.bench = bench;
            this.jdk = jdk;
            this.section = section;
        }

        void measure() throws Exception {
            final boolean whole = bench.effort().isFull() && jdk.equals(bench.jdk());
            final List<Library> all = whole ? ALL : TOOL;
            run(Guard.NONE, all, ALLOWED);
            run(Guard.NONE, List.of(Library.LOOP), ALLOWED);
            run(Guard.ENFORCE, all, ALLOWED, DENIED);
            if (jdk.equals(bench.jdk())) {
                run(Guard.OBSERVE, TOOL, ALLOWED);
                run(Guard.OPEN_TELEMETRY, TOOL, ALLOWED);
            }
            table(Guard.ENFORCE, ALLOWED, all);
            table(Guard.ENFORCE, DENIED, all);
            for (Guard guard : List.of(Guard.OBSERVE, Guard.OPEN_TELEMETRY)) {
                if (scores.has(key(guard, Library.LANGCHAIN4J, ALLOWED))) {
                    table(guard, ALLOWED, TOOL);
                }
            }
            machine();
            toolGoals();
            plot();
        }

        private void run(Guard guard, List<Library> libraries, String... policies) throws Exception {
            for (Library library : libraries) {
                scores.add(
                        jmh(bench, jdk, guard, library)
                                .param("policy", policies)
                                .jvm("-D" + CallSetting.REFUSES + "=" + (guard == Guard.ENFORCE))
                                .run(String.join(
                                        "-", "calls", String.valueOf(jdk.feature()), guard.toString(), library.name())),
                        score -> key(guard, library, score.param("policy")));
            }
        }

        private static String key(Guard guard, Library library, String policy) {
            return guard + "/" + library + "/" + policy;
        }

        private Score score(Guard guard, Library library, String policy) {
            return scores.get(key(guard, library, policy));
        }

        private Figure added(Guard guard, Library library, String policy, double percentile) {
            return score(guard, library, policy)
                    .percentile(percentile)
                    .less(score(Guard.NONE, library, ALLOWED).percentile(percentile));
        }

        private Figure addedBytes(Guard guard, Library library, String policy) {
            return score(guard, library, policy)
                    .bytes()
                    .less(score(Guard.NONE, library, ALLOWED).bytes());
        }

        private void table(Guard guard, String policy, List<Library> libraries) {
            final Table table = section.table(Table.of(
                    jdk + ": " + guard + ", " + policy,
                    "",
                    "alone p50",
                    "added p50",
                    "added p99",
                    "added p99.9",
                    "longest",
                    "added bytes"));
            for (Library library : libraries) {
                table.row(
                        library.toString(),
                        score(Guard.NONE, library, ALLOWED).percentile(50),
                        added(guard, library, policy, 50),
                        added(guard, library, policy, 99),
                        added(guard, library, policy, 99.9),
                        score(guard, library, policy).max(),
                        addedBytes(guard, library, policy));
            }
        }

        /** What of the tails is the machine's. */
        private void machine() {
            final Score loop = score(Guard.NONE, Library.LOOP, ALLOWED);
            section.table(Table.of(jdk + ": the machine itself", "", "p50", "p99", "p99.9", "longest"))
                    .row(
                            Library.LOOP + " that does nothing, unguarded",
                            loop.percentile(50),
                            loop.percentile(99),
                            loop.percentile(99.9),
                            loop.max());
        }

        private void toolGoals() {
            toolGoal(50, 500);
            toolGoal(99, 2_000);
            toolGoal(99.9, 10_000);
            section.goals()
                    .add(Goal.atMost(
                            jdk + ": a tool call, allowed: added bytes",
                            addedBytes(Guard.ENFORCE, Library.LANGCHAIN4J, ALLOWED),
                            1));
        }

        private void toolGoal(double percentile, double limitNs) {
            final String name = "p" + (percentile == Math.rint(percentile) ? Math.round(percentile) + "" : percentile);
            section.goals()
                    .add(Goal.atMost(
                            jdk + ": a tool call, allowed: added " + name,
                            added(Guard.ENFORCE, Library.LANGCHAIN4J, ALLOWED, percentile),
                            limitNs,
                            Library.LOOP + " that does nothing has a " + name + " of "
                                    + score(Guard.NONE, Library.LOOP, ALLOWED).percentile(percentile)
                                    + " here; see docs/performance.md"));
        }

        private void plot() {
            final Plot plot = section.plot(Plot.of(
                    "calls-tool-" + jdk.feature(),
                    jdk + ": " + Library.LANGCHAIN4J,
                    new Plot.Axis("calls that take no longer", Plot.Scale.PERCENTILE),
                    new Plot.Axis("ns", Plot.Scale.LOG)));
            for (Guard guard : Guard.values()) {
                if (scores.has(key(guard, Library.LANGCHAIN4J, ALLOWED))) {
                    plot.curves().add(score(guard, Library.LANGCHAIN4J, ALLOWED).curve(guard.toString()));
                }
            }
            plot.curves().add(score(Guard.ENFORCE, Library.LANGCHAIN4J, DENIED).curve(Guard.ENFORCE + ", denied"));
        }
    }
}
