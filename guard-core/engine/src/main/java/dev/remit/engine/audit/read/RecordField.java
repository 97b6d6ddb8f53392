package dev.remit.engine.audit.read;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a record says, field by field: names, order and where each value comes from. Every form that records are written in for programs is
 * made from this table. Names stay; new ones may be added. Described in {@code docs/journal.md}, which a test holds to it. Immutable.
 *
 * @param name in JSON and as the title of a column
 * @param value of a record: a {@link Long}, a {@link String}, a {@link List} of strings or {@link Boolean#TRUE}; null if the record does not say it
 */
public record RecordField(String name, Function<JournalRecord, @Nullable Object> value) {
    /** The kinds whose size is a count. */
    private static final Set<String> COUNTED =
            Set.of("policy_loaded", "blocked", "recovered", "checkpoint", "tombstone");

    public static final List<RecordField> ALL = List.of(
            of("sequence", r -> r.sequence() == 0 ? null : r.sequence()),
            of("time", r -> r.whole() ? r.timeNs() : null),
            of("timestamp", r -> r.whole() ? timestamp(r.timeNs()) : null),
            of("kind", JournalRecord::kind),
            of("verdict", JournalRecord::verdict),
            of("mode", JournalRecord::mode),
            of("category", JournalRecord::category),
            of("principal", JournalRecord::principal),
            of("action", JournalRecord::action),
            of("resource", JournalRecord::resource),
            of("policies", r -> r.verdict() == null ? null : r.policies()),
            of("policyCount", r -> r.verdict() != null || is(r, "policy_loaded") ? (long) r.policyCount() : null),
            of("reason", JournalRecord::reason),
            of("session", JournalRecord::session),
            of("task", JournalRecord::task),
            of("prompt", JournalRecord::prompt),
            of("answer", JournalRecord::answer),
            of("promptCut", r -> r.promptCut() ? true : null),
            of("call", r -> r.call() == 0 ? null : r.call()),
            of("parent", r -> r.parent() == 0 ? null : r.parent()),
            of("thread", JournalRecord::thread),
            of("arguments", JournalRecord::arguments),
            of("argumentsSize", r -> r.arguments() == null ? null : r.argumentsSize()),
            of("argumentsDigest", JournalRecord::argumentsDigest),
            of("argumentsCut", r -> r.arguments() != null && r.argumentsCut() ? true : null),
            of("argumentsBroken", r -> r.argumentsBroken() ? true : null),
            of("outcome", JournalRecord::outcome),
            of("durationNs", r -> is(r, "outcome") || is(r, "blocked") ? r.durationNs() : null),
            of("resultSize", r -> is(r, "outcome") && r.size() >= 0 ? r.size() : null),
            of("result", JournalRecord::result),
            of("resultDigest", JournalRecord::resultDigest),
            of("error", JournalRecord::error),
            of("count", r -> COUNTED.contains(r.kind()) ? r.size() : null),
            of("name", JournalRecord::name),
            of("source", JournalRecord::source),
            of("version", JournalRecord::version),
            of("configHash", JournalRecord::configHash),
            of("policyHash", JournalRecord::policyHash),
            of("hooks", r -> is(r, "guard_started") ? r.hooks() : null),
            of("chain", JournalRecord::chain),
            of("publicKey", JournalRecord::publicKey),
            of("signature", JournalRecord::signature),
            of("certificates", r -> r.certificates().isEmpty() ? null : r.certificates()),
            of("run", r -> Long.toHexString(r.run())),
            of("journal", r -> r.journal().isEmpty() ? null : r.journal()));

    /** The names of all fields in their order. */
    public static List<String> names() {
        return ALL.stream().map(RecordField::name).toList();
    }

    /** What the record says; null if it does not. */
    public @Nullable Object of(JournalRecord record) {
        return value.apply(record);
    }

    /** The time as ISO 8601 in UTC, with as many decimals as it takes. */
    public static String timestamp(long timeNs) {
        return Instant.ofEpochSecond(Math.floorDiv(timeNs, 1_000_000_000L), Math.floorMod(timeNs, 1_000_000_000L))
                .toString();
    }

    private static boolean is(JournalRecord record, String kind) {
        return record.kind().equals(kind);
    }

    private static RecordField of(String name, Function<JournalRecord, @Nullable Object> value) {
        return new RecordField(name, value);
    }
}
