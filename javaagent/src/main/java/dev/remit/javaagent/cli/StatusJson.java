package dev.remit.javaagent.cli;

import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.redact.JsonEscape;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of guards as one JSON object. What is not known is left out; names stay, new ones may be added:
 * {@code runs} (array), of each {@code run}, {@code journal}, {@code state}, {@code started}, {@code stopped}, {@code version},
 * {@code mode}, {@code identity}, {@code hooks} (array), {@code policy} {@code {hash, since}}, {@code rejected}
 * {@code {time, hash, error, corrected}}, {@code decisions}, {@code denied}, {@code last}. Times are ISO 8601 in UTC.
 */
final class StatusJson {
    private final StringBuilder text = new StringBuilder(512);

    private StatusJson() {}

    static String of(List<GuardRun> runs) {
        StatusJson json = new StatusJson();
        json.text.append("{\"runs\":[");
        for (GuardRun run : runs) {
            json.next();
            json.add(run);
        }
        return json.text.append("]}\n").toString();
    }

    private void add(GuardRun run) {
        text.append('{');
        string("run", Long.toHexString(run.run()));
        string("journal", run.journal().isEmpty() ? null : run.journal());
        string("state", run.state());
        time("started", run.startedNs());
        time("stopped", run.stoppedNs());
        string("version", run.version());
        string("mode", run.mode());
        string("identity", run.identity());
        name("hooks").append('[');
        for (String hook : run.hooks()) {
            next();
            value(hook);
        }
        text.append(']');
        if (run.policyHash() != null) {
            name("policy").append('{');
            string("hash", run.policyHash());
            time("since", run.policySinceNs());
            text.append('}');
        }
        JournalRecord rejected = run.rejected();
        if (rejected != null) {
            name("rejected").append('{');
            time("time", rejected.timeNs());
            string("hash", rejected.policyHash());
            string("error", rejected.reason());
            name("corrected").append(!run.isPolicyRejected());
            text.append('}');
        }
        name("decisions").append(run.decisions());
        name("denied").append(run.denied());
        time("last", run.lastNs());
        text.append('}');
    }

    /** A comma, where something stands before. */
    private void next() {
        char last = text.charAt(text.length() - 1);
        if (last != '[' && last != '{') {
            text.append(',');
        }
    }

    private StringBuilder name(String name) {
        next();
        return text.append('"').append(name).append("\":");
    }

    private void string(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            value(value);
        }
    }

    private void value(String value) {
        text.append('"');
        JsonEscape.append(value, false, text);
        text.append('"');
    }

    private void time(String name, long ns) {
        if (ns != 0) {
            string(
                    name,
                    Instant.ofEpochSecond(ns / 1_000_000_000, ns % 1_000_000_000)
                            .toString());
        }
    }
}
