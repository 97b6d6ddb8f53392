package dev.remit.javaagent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.engine.audit.stats.Durations;
import dev.remit.engine.audit.stats.JournalStats;
import dev.remit.engine.audit.stats.NameCounts;
import dev.remit.engine.audit.stats.Timeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a journal comes to, as one JSON object. Names stay; new ones may be added. */
final class StatsJson {
    /** The quantiles that are shown. */
    static final List<Double> SHARES = List.of(0.5, 0.9, 0.99);

    private StatsJson() {}

    static void print(JournalStats stats, int top, PrintWriter out) throws IOException {
        try (JsonGenerator to = JsonOutput.to(out)) {
            to.writeStartObject();
            to.writeNumberField("records", stats.records());
            to.writeNumberField("damaged", stats.damaged());
            to.writeNumberField("decisions", stats.decisions());
            to.writeNumberField("denied", stats.denied());
            to.writeNumberField("refusedRecords", stats.refusedRecords());
            names("verdicts", stats.verdicts(), top, to);
            names("outcomes", stats.outcomes(), top, to);
            names("tools", stats.tools(), top, to);
            names("hosts", stats.hosts(), top, to);
            to.writeObjectFieldStart("deniedBy");
            for (Map.Entry<String, NameCounts> by : stats.deniedBy().entrySet()) {
                names(by.getKey(), by.getValue(), top, to);
            }
            to.writeEndObject();
            to.writeObjectFieldStart("latency");
            for (Map.Entry<String, Durations> category : stats.durations().entrySet()) {
                latency(category.getKey(), category.getValue(), to);
            }
            to.writeEndObject();
            timeline(stats.timeline(), to);
            to.writeEndObject();
        }
        out.print('\n');
    }

    private static void names(String field, NameCounts counts, int top, JsonGenerator to) throws IOException {
        to.writeObjectFieldStart(field);
        to.writeArrayFieldStart("top");
        long others = counts.all();
        for (NameCounts.Count count : counts.top(top)) {
            others -= count.times();
            to.writeStartObject();
            to.writeStringField("name", count.name());
            to.writeNumberField("count", count.times());
            to.writeEndObject();
        }
        to.writeEndArray();
        to.writeNumberField("others", others);
        to.writeEndObject();
    }

    private static void latency(String category, Durations durations, JsonGenerator to) throws IOException {
        to.writeObjectFieldStart(category);
        to.writeNumberField("count", durations.count());
        for (double share : SHARES) {
            to.writeNumberField("p" + Math.round(100 * share) + "Ns", durations.quantileNs(share));
        }
        to.writeNumberField("maxNs", durations.maxNs());
        to.writeEndObject();
    }

    private static void timeline(Timeline timeline, JsonGenerator to) throws IOException {
        to.writeObjectFieldStart("timeline");
        to.writeNumberField("widthNs", timeline.widthNs());
        to.writeArrayFieldStart("intervals");
        for (Timeline.Interval interval : timeline.intervals()) {
            to.writeStartObject();
            to.writeStringField(
                    "begin",
                    Instant.ofEpochSecond(Math.floorDiv(interval.beginNs(), 1_000_000_000L))
                            .toString());
            to.writeNumberField("decisions", interval.decisions());
            to.writeNumberField("denied", interval.denied());
            to.writeEndObject();
        }
        to.writeEndArray();
        to.writeEndObject();
    }
}
