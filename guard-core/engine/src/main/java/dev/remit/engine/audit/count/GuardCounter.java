package dev.remit.engine.audit.count;

import java.util.Locale;

/** What is counted, of one run of the guard. Names and meanings stay; new ones are added at the end. */
public enum GuardCounter {
    DECISIONS_ALLOWED(Kind.COUNTER, "remit_decisions", "verdict=\"allow\"", "Decisions in the journal, by verdict."),
    DECISIONS_DENIED(Kind.COUNTER, "remit_decisions", "verdict=\"deny\"", ""),
    DECISIONS_STEP_UP(Kind.COUNTER, "remit_decisions", "verdict=\"step_up\"", ""),
    DECISIONS_DEFERRED(Kind.COUNTER, "remit_decisions", "verdict=\"defer\"", ""),
    DECISIONS_MODIFIED(Kind.COUNTER, "remit_decisions", "verdict=\"modify\"", ""),
    OUTCOMES_OK(Kind.COUNTER, "remit_outcomes", "outcome=\"ok\"", "Calls in the journal that ended, by how."),
    OUTCOMES_ERROR(Kind.COUNTER, "remit_outcomes", "outcome=\"error\"", ""),
    OUTCOMES_REFUSED(Kind.COUNTER, "remit_outcomes", "outcome=\"refused\"", ""),
    OUTCOMES_CANCELLED(Kind.COUNTER, "remit_outcomes", "outcome=\"cancelled\"", ""),
    ANOMALIES(Kind.COUNTER, "remit_anomalies", "", "Records of something to look at, such as a policy that fails."),
    RECORDS_STORED(Kind.COUNTER, "remit_journal_records", "", "Records that were appended to the journal."),
    BYTES_STORED(Kind.COUNTER, "remit_journal_bytes", "", "Bytes of those records."),
    RECORDS_REFUSED(
            Kind.COUNTER, "remit_records_refused", "", "Records that could not be taken, because the ring was full."),
    CHECKPOINTS(Kind.COUNTER, "remit_checkpoints", "", "Checkpoints that were signed."),
    ANCHOR_FAILED(Kind.GAUGE, "remit_anchor_failed", "", "1 while the anchor can't keep checkpoints, else 0."),
    RING_CAPACITY_BYTES(Kind.GAUGE, "remit_ring_capacity_bytes", "", "Bytes that the ring holds."),
    RING_USED_BYTES(Kind.GAUGE, "remit_ring_used_bytes", "", "Bytes of the ring that wait for the journal."),
    DRAIN_LAG_NS(
            Kind.NANOSECONDS,
            "remit_drain_lag_seconds",
            "",
            "Age of the record that was stored last, at that time; 0 while none waits."),
    DRAIN_STALLED(Kind.GAUGE, "remit_drain_stalled", "", "1 while records can't be stored, as on a full disk, else 0.");

    enum Kind {
        COUNTER,
        GAUGE,
        /** A gauge that is kept in nanoseconds and shown in seconds. */
        NANOSECONDS
    }

    private final Kind kind;
    private final String family;
    private final String label;
    private final String help;

    GuardCounter(Kind kind, String family, String label, String help) {
        this.kind = kind;
        this.family = family;
        this.label = label;
        this.help = help;
    }

    /** Name of the OpenMetrics family that it belongs to, without a suffix. */
    String family() {
        return family;
    }

    /** What the family measures; empty for all but its first. */
    String help() {
        return help;
    }

    Kind kind() {
        return kind;
    }

    /** Its place in the file. */
    @SuppressWarnings("EnumOrdinal") // the table above is the layout
    int index() {
        return ordinal();
    }

    /** Name of its OpenMetrics sample, with its label: also what it is called in the file. */
    public String sample() {
        return family + (kind == Kind.COUNTER ? "_total" : "") + (label.isEmpty() ? "" : '{' + label + '}');
    }

    /** Name as an attribute in JMX, such as {@code DecisionsAllowed}. */
    public String attribute() {
        StringBuilder to = new StringBuilder();
        for (String word : name().split("_", -1)) {
            to.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return to.toString();
    }

    /** What it counts, in words. */
    public String description() {
        String described = "";
        for (GuardCounter counter : values()) {
            described = counter.family.equals(family) && !counter.help.isEmpty() ? counter.help : described;
        }
        return described;
    }

    /** Whether it never goes down. */
    public boolean isCounter() {
        return kind == Kind.COUNTER;
    }
}
