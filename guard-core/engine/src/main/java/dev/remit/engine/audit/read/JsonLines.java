package dev.remit.engine.audit.read;

import dev.remit.engine.audit.redact.JsonEscape;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A record as one line of JSON. The table below is the whole format: names, order and where each value comes from. What a record does not
 * say is left out. Names stay; new ones may be added. Described field by field in {@code docs/journal.md}, which a test holds to this table.
 */
public final class JsonLines {
    /** The kinds whose size is a count. */
    private static final Set<String> COUNTED =
            Set.of("policy_loaded", "blocked", "recovered", "checkpoint", "tombstone");

    private static final List<Field> FIELDS = List.of(
            number("sequence", r -> r.sequence() == 0 ? null : r.sequence()),
            number("time", r -> r.whole() ? r.timeNs() : null),
            text("timestamp", r -> r.whole() ? timestamp(r.timeNs()) : null),
            text("kind", JournalRecord::kind),
            text("verdict", JournalRecord::verdict),
            text("mode", JournalRecord::mode),
            text("category", JournalRecord::category),
            text("principal", JournalRecord::principal),
            text("action", JournalRecord::action),
            text("resource", JournalRecord::resource),
            texts("policies", r -> r.verdict() == null ? null : r.policies()),
            number("policyCount", r -> r.verdict() != null || is(r, "policy_loaded") ? (long) r.policyCount() : null),
            text("reason", JournalRecord::reason),
            text("session", JournalRecord::session),
            number("call", r -> r.call() == 0 ? null : r.call()),
            number("parent", r -> r.parent() == 0 ? null : r.parent()),
            text("thread", JournalRecord::thread),
            text("arguments", JournalRecord::arguments),
            number("argumentsSize", r -> r.arguments() == null ? null : r.argumentsSize()),
            text("argumentsDigest", JournalRecord::argumentsDigest),
            flag("argumentsCut", JournalRecord::argumentsCut),
            flag("argumentsBroken", JournalRecord::argumentsBroken),
            text("outcome", JournalRecord::outcome),
            number("durationNs", r -> is(r, "outcome") || is(r, "blocked") ? r.durationNs() : null),
            number("resultSize", r -> is(r, "outcome") && r.size() >= 0 ? r.size() : null),
            text("error", JournalRecord::error),
            number("count", r -> COUNTED.contains(r.kind()) ? r.size() : null),
            text("name", JournalRecord::name),
            text("source", JournalRecord::source),
            text("version", JournalRecord::version),
            text("configHash", JournalRecord::configHash),
            text("policyHash", JournalRecord::policyHash),
            texts("hooks", r -> is(r, "guard_started") ? r.hooks() : null),
            text("chain", JournalRecord::chain),
            text("publicKey", JournalRecord::publicKey),
            text("signature", JournalRecord::signature),
            text("run", r -> Long.toHexString(r.run())),
            text("journal", r -> r.journal().isEmpty() ? null : r.journal()));

    private JsonLines() {}

    /** The names of all fields in their order, for the test of the documentation. */
    public static List<String> fieldNames() {
        return FIELDS.stream().map(Field::name).toList();
    }

    /** The record as one JSON object without a line break. */
    public static String line(JournalRecord record) {
        StringBuilder to = new StringBuilder(512).append('{');
        for (Field field : FIELDS) {
            int start = to.length();
            if (start > 1) {
                to.append(',');
            }
            to.append('"').append(field.name).append("\":");
            if (!field.writer.write(record, to)) {
                to.setLength(start);
            }
        }
        return to.append('}').toString();
    }

    /** The time as ISO 8601 in UTC, with as many decimals as it takes. */
    static String timestamp(long timeNs) {
        return Instant.ofEpochSecond(Math.floorDiv(timeNs, 1_000_000_000L), Math.floorMod(timeNs, 1_000_000_000L))
                .toString();
    }

    private static boolean is(JournalRecord record, String kind) {
        return record.kind().equals(kind);
    }

    private static Field number(String name, Function<JournalRecord, @Nullable Long> value) {
        return new Field(name, (record, to) -> {
            Long number = value.apply(record);
            to.append(number);
            return number != null;
        });
    }

    private static Field flag(String name, Function<JournalRecord, Boolean> value) {
        return new Field(name, (record, to) -> {
            to.append(true);
            return value.apply(record);
        });
    }

    private static Field text(String name, Function<JournalRecord, @Nullable String> value) {
        return new Field(name, (record, to) -> {
            String text = value.apply(record);
            if (text != null) {
                string(text, to);
            }
            return text != null;
        });
    }

    private static Field texts(String name, Function<JournalRecord, @Nullable List<String>> value) {
        return new Field(name, (record, to) -> {
            List<String> all = value.apply(record);
            if (all == null) {
                return false;
            }
            to.append('[');
            for (int i = 0; i < all.size(); i++) {
                if (i > 0) {
                    to.append(',');
                }
                string(all.get(i), to);
            }
            to.append(']');
            return true;
        });
    }

    private static void string(String text, StringBuilder to) {
        to.append('"');
        JsonEscape.append(text, false, to);
        to.append('"');
    }

    private record Field(String name, Writer writer) {}

    /** Appends the value; returns false if there is none, and then what was appended is taken back. */
    private interface Writer {
        boolean write(JournalRecord record, StringBuilder to);
    }
}
