package dev.remit.bench.decision;

import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Part;
import dev.remit.bench.run.Score;
import java.util.Locale;

/** What single parts of the language cost. */
public final class LanguagePart implements Part {
    @Override
    public String name() {
        return "language";
    }

    @Override
    public String summary() {
        return "hierarchy, sets, like, ip, attributes, grids of policies, arguments in JSON";
    }

    @Override
    public Place place() {
        return Place.NAMED;
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "Parts of the language",
                "A whole decision each, its request bound anew; what the policies and requests are stands in the Javadoc of `LanguageSetting`. JSON is bound, and nothing decided.");
        final Jdk jdk = bench.jdk();
        final Table table = section.table(Table.of(jdk + ": parts of the language", "", "a decision", "allocated"));
        for (Score score :
                bench.jmh(jdk).benchmark(LanguageBenchmark.class, "decide").run("language-" + jdk.feature())) {
            table.row(score.param("part").toLowerCase(Locale.ROOT).replace('_', ' '), score.mean(), score.bytes());
        }
        for (Score score :
                bench.jmh(jdk).benchmark(LanguageBenchmark.class, "bindJson").run("json-" + jdk.feature())) {
            table.row("JSON of " + score.param("kilobytes") + " KB", score.mean(), score.bytes());
        }

        return section;
    }
}
