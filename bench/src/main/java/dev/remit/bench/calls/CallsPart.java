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
import dev.remit.bench.run.Running;
import dev.remit.bench.run.Score;
import dev.remit.bench.run.Scores;
import java.net.URI;
import java.util.List;

/** Guarded calls whole, beside the same under another javaagent. */
public final class CallsPart implements Part {
    private static final String ALLOWED = "allowed";
    private static final String DENIED = "denied";

    /** They take long: in the time of the others' warm-up the JIT compiler does not see enough of them. */
    private static final int WARM_UPS_OF_REMOTE = 6;

    /** What a quick run is content with, and a full one on all JDKs but the first. */
    private static final List<Library> SOME = List.of(Library.LANGCHAIN4J, Library.JAVA_NET_HTTP);

    private static final List<Library> TOOL = List.of(Library.LANGCHAIN4J);

    /** What OpenTelemetry's javaagent knows of, and one that it does not. */
    private static final List<Library> WITH_OTHER_JAVAAGENT =
            List.of(Library.LANGCHAIN4J, Library.JAVA_NET_HTTP, Library.OKHTTP);

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public String summary() {
        return "tool calls, HTTP requests and secret fetches, allowed, denied and observed; the same under OpenTelemetry's javaagent";
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "Guarded calls, whole",
                "The libraries' own classes, woven by `-javaagent:remit.jar`; each call is timed by itself, in bursts with pauses between them. *Added* is the percentile less the same percentile of the"
                        + " calls without a javaagent. HTTP clients speak to a server on loopback, in a JVM of its own, over one connection. A denied call is never sent, so that"
                        + " it may cost less than it would have: what is added is below zero. Processor time and bytes are those of all threads; of a request's time, which is mostly waiting for other threads and the server, what is added is mostly noise. The loop shows what of the tails is the machine's:"
                        + " whatever takes as long is interrupted as often.");
        for (Jdk jdk : bench.jdks()) {
            try (Running server = bench.jvm(jdk).start(LoopbackServer.class)) {
                new Calls(bench, jdk, URI.create("http://127.0.0.1:" + server.firstLine()), section).measure();
            }
        }
        return section;
    }

    /** The median time of a LangChain4j tool call that is allowed. */
    public static Figure tool(Bench bench, Jdk jdk, Guard guard) throws Exception {
        return bench.jmh(jdk, guard)
                .benchmark(CallBenchmark.class, "call")
                .param("library", Library.LANGCHAIN4J.name())
                .param("policy", ALLOWED)
                .run("tool-" + jdk.feature() + "-" + guard)
                .get(0)
                .percentile(50);
    }

    /** One JDK's. */
    private static final class Calls {
        private final Bench bench;
        private final Jdk jdk;
        private final URI server;
        private final Section section;
        private final Scores scores = new Scores();

        Calls(Bench bench, Jdk jdk, URI server, Section section) {
            this.bench = bench;
            this.jdk = jdk;
            this.server = server;
            this.section = section;
        }

        void measure() throws Exception {
            final boolean whole = bench.effort().isFull() && jdk.equals(bench.jdk());
            final List<Library> all = whole ? Library.CALLS : SOME;
            final List<Library> peers = whole ? WITH_OTHER_JAVAAGENT : SOME;
            run(Guard.NONE, all, ALLOWED);
            run(Guard.NONE, List.of(Library.LOOP), ALLOWED);
            run(Guard.ENFORCE, all, ALLOWED, DENIED);
            run(Guard.OBSERVE, TOOL, ALLOWED);
            run(Guard.OPEN_TELEMETRY, peers, ALLOWED);
            table(Guard.ENFORCE, ALLOWED, all);
            table(Guard.ENFORCE, DENIED, all);
            table(Guard.OBSERVE, ALLOWED, TOOL);
            table(Guard.OPEN_TELEMETRY, ALLOWED, peers);
            machine();
            toolGoals();
            for (Library library : peers) {
                if (library.isRemote()) {
                    peerGoals(library);
                }
            }
            plot(Library.LANGCHAIN4J, "tool");
            plot(Library.JAVA_NET_HTTP, "http");
        }

        private void run(Guard guard, List<Library> libraries, String... policies) throws Exception {
            for (Library library : libraries) {
                final Jmh jmh = bench.jmh(jdk, guard)
                        .benchmark(CallBenchmark.class, "call")
                        .param("library", library.name())
                        .param("policy", policies)
                        .jvm("-D" + CallSetting.SERVER + "=" + server)
                        .jvm("-D" + CallSetting.REFUSES + "=" + (guard == Guard.ENFORCE));
                if (library.isRemote()) {
                    jmh.warmUps(WARM_UPS_OF_REMOTE);
                }
                scores.add(
                        jmh.run(String.join(
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

        private Figure addedProcessor(Guard guard, Library library, String policy) {
            return score(guard, library, policy)
                    .processor()
                    .less(score(Guard.NONE, library, ALLOWED).processor());
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
                    "added processor time",
                    "added bytes"));
            for (Library library : libraries) {
                table.row(
                        library.toString(),
                        score(Guard.NONE, library, ALLOWED).percentile(50),
                        added(guard, library, policy, 50),
                        added(guard, library, policy, 99),
                        added(guard, library, policy, 99.9),
                        score(guard, library, policy).max(),
                        addedProcessor(guard, library, policy),
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

        private void peerGoals(Library library) {
            section.goals()
                    .add(Goal.atMost(
                            jdk + ": " + library + ": added processor time over what OpenTelemetry's javaagent adds",
                            addedProcessor(Guard.ENFORCE, library, ALLOWED)
                                    .over(addedProcessor(Guard.OPEN_TELEMETRY, library, ALLOWED)),
                            0.25));
            section.goals()
                    .add(Goal.atMost(
                            jdk + ": " + library + ": added bytes", addedBytes(Guard.ENFORCE, library, ALLOWED), 1));
        }

        private void plot(Library library, String name) {
            final Plot plot = section.plot(Plot.of(
                    "calls-" + name + "-" + jdk.feature(),
                    jdk + ": " + library,
                    new Plot.Axis("calls that take no longer", Plot.Scale.PERCENTILE),
                    new Plot.Axis("ns", Plot.Scale.LOG)));
            for (Guard guard : Guard.values()) {
                if (scores.has(key(guard, library, ALLOWED))) {
                    plot.curves().add(score(guard, library, ALLOWED).curve(guard.toString()));
                }
            }
            plot.curves().add(score(Guard.ENFORCE, library, DENIED).curve(Guard.ENFORCE + ", denied"));
        }
    }
}
