package dev.remit.javaagent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.engine.audit.count.CountersView;
import dev.remit.engine.audit.count.GuardCounter;
import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.JournalRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status of guards as one JSON object. What is not known is left out; names stay, new ones may be added:
 * {@code runs} (array), of each {@code run}, {@code journal}, {@code state}, {@code started}, {@code stopped}, {@code version},
 * {@code mode}, {@code identity}, {@code hooks} (array), {@code policy} {@code {hash, since}}, {@code rejected}
 * {@code {time, hash, error, corrected}}, {@code decisions}, {@code denied}, {@code last}, {@code counters} (object, while it runs). Times are ISO 8601 in UTC. For one use.
 */
final class StatusJson {
    private final JsonGenerator out;

    private StatusJson(JsonGenerator out) {
        this.out = out;
    }

    static void print(List<GuardRun> runs, Map<Long, CountersView> counters, PrintWriter to) throws IOException {
        try (JsonGenerator out = JsonOutput.to(to)) {
            out.writeStartObject();
            out.writeArrayFieldStart("runs");
            for (GuardRun run : runs) {
                new StatusJson(out).write(run, counters.get(run.run()));
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        to.print('\n');
    }

    private void write(GuardRun run, @Nullable CountersView counters) throws IOException {
        out.writeStartObject();
        string("run", Long.toHexString(run.run()));
        string("journal", run.journal().isEmpty() ? null : run.journal());
        string("state", run.state());
        time("started", run.startedNs());
        time("stopped", run.stoppedNs());
        string("version", run.version());
        string("mode", run.mode());
        string("identity", run.identity());
        out.writeArrayFieldStart("hooks");
        for (String hook : run.hooks()) {
            out.writeString(hook);
        }
        out.writeEndArray();
        if (run.policyHash() != null) {
            out.writeObjectFieldStart("policy");
            string("hash", run.policyHash());
            time("since", run.policySinceNs());
            out.writeEndObject();
        }
        JournalRecord rejected = run.rejected();
        if (rejected != null) {
            out.writeObjectFieldStart("rejected");
            time("time", rejected.timeNs());
            string("hash", rejected.policyHash());
            string("error", rejected.reason());
            out.writeBooleanField("corrected", !run.isPolicyRejected());
            out.writeEndObject();
        }
        out.writeNumberField("decisions", run.decisions());
        out.writeNumberField("denied", run.denied());
        time("last", run.lastNs());
        if (counters != null) {
            out.writeObjectFieldStart("counters");
            for (GuardCounter counter : GuardCounter.values()) {
                String name = counter.attribute();
                out.writeNumberField(
                        Character.toLowerCase(name.charAt(0)) + name.substring(1), counters.value(counter));
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private void string(String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }

    private void time(String name, long ns) throws IOException {
        if (ns != 0) {
            string(
                    name,
                    Instant.ofEpochSecond(ns / 1_000_000_000, ns % 1_000_000_000)
                            .toString());
        }
    }
}
