package dev.remit.bench.decision;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Goal;
import dev.remit.bench.report.Plot;
import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Part;
import dev.remit.bench.run.Score;
import dev.remit.bench.run.Scores;
import java.util.List;
import java.util.Map;

/** A decision, and those of other engines. */
public final class DecisionPart implements Part {
    private static final List<String> POLICIES = List.of("10", "100", "1000", "10000");
    private static final List<String> FORBIDS = List.of("0", "20");
    private static final Map<String, Double> GOALS = Map.of(
            "10/0",
            100.0,
            "100/0",
            110.0,
            "1000/0",
            130.0,
            "10000/0",
            200.0,
            "10/20",
            250.0,
            "100/20",
            260.0,
            "1000/20",
            300.0,
            "10000/20",
            350.0);
    private static final String FORBIDS_OF_PEERS = "20";
    private static final List<String> PEERS = List.of("cedarJava", "jCasbin", "celJava");

    @Override
    public String name() {
        return "decision";
    }

    @Override
    public String summary() {
        return "a policy decision beside cedar-java, jCasbin and CEL-java";
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "A decision",
                "Each engine has the same policies and 256 requests in turn, made anew from raw values. A permit is for one team, one action and one shop and asks"
                        + " two numbers and a pattern; one applies. Forbids are for everyone, and none applies. cedar-java is Cedar's own engine behind the Java Native"
                        + " Interface, its policies cached. What each has ready beforehand stands in the Javadoc of its setting.");
        final Plot plot = section.plot(Plot.of(
                "decision",
                "A decision, 20 forbids",
                new Plot.Axis("policies", Plot.Scale.LOG),
                new Plot.Axis("ns", Plot.Scale.LOG)));
        final List<String> policies = bench.effort().isFull() ? POLICIES : List.of("10", "1000");
        final Jdk jdk = bench.jdk();
        ours(bench, jdk, policies, section, plot);

        peers(bench, jdk, section, plot);
        return section;
    }

    private static void ours(Bench bench, Jdk jdk, List<String> sizes, Section section, Plot plot) throws Exception {
        final Scores scores = new Scores();
        scores.add(
                bench.jmh(jdk)
                        .benchmark(DecisionBenchmark.class, "remit")
                        .param("policies", sizes.toArray(new String[0]))
                        .run("decision-" + jdk.feature()),
                DecisionPart::key);
        final Table table =
                section.table(Table.of(jdk + ": a decision", "policies", "no forbids", "20 forbids", "allocated"));
        final Plot.Curve curve = Plot.Curve.of("Remit, " + jdk);
        for (String policies : sizes) {
            final Score plain = scores.get("remit/" + policies + "/0");
            final Score forbidding = scores.get("remit/" + policies + "/20");
            table.row(policies, plain.mean(), forbidding.mean(), forbidding.bytes());
            curve.point(Double.parseDouble(policies), forbidding.mean().value());
            for (String forbids : FORBIDS) {
                section.goals()
                        .add(Goal.atMost(
                                jdk + ": a decision, " + policies + " policies, " + forbids + " forbids",
                                scores.get("remit/" + policies + "/" + forbids).mean(),
                                GOALS.getOrDefault(policies + "/" + forbids, 0.0)));
            }
        }
        plot.curves().add(curve);
    }

    private static void peers(Bench bench, Jdk jdk, Section section, Plot plot) throws Exception {
        final Scores scores = new Scores();
        for (String peer : PEERS) {
            final String[] policies = bench.effort().isFull() ? new String[] {"10", "1000"} : new String[] {"100"};
            scores.add(
                    bench.jmh(jdk)
                            .benchmark(DecisionBenchmark.class, peer)
                            .param("policies", policies)
                            .param("forbids", FORBIDS_OF_PEERS)
                            .run("decision-" + peer),
                    DecisionPart::key);
        }
        final Table table = section.table(
                Table.of(jdk + ": other engines, 20 forbids", "policies", "cedar-java", "jCasbin", "CEL-java"));
        for (String policies : POLICIES) {
            if (scores.has(PEERS.get(0) + "/" + policies + "/" + FORBIDS_OF_PEERS)) {
                table.row(
                        policies,
                        PEERS.stream()
                                .map(peer -> scores.get(peer + "/" + policies + "/" + FORBIDS_OF_PEERS)
                                        .mean())
                                .toArray(Figure[]::new));
            }
        }
        for (String peer : PEERS) {
            final Plot.Curve curve = Plot.Curve.of(peer);
            for (String policies : POLICIES) {
                final String key = peer + "/" + policies + "/" + FORBIDS_OF_PEERS;
                if (scores.has(key)) {
                    curve.point(
                            Double.parseDouble(policies), scores.get(key).mean().value());
                }
            }
            plot.curves().add(curve);
        }
    }

    private static String key(Score score) {
        return score.benchmark() + "/" + score.param("policies") + "/" + score.param("forbids");
    }
}
