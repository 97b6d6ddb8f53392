package dev.remit.javaagent.cli;

import dev.remit.engine.audit.read.JournalFilter;
import dev.remit.engine.audit.read.JournalRecord;
import java.io.PrintWriter;
import java.util.function.Function;

/** Prints the records that pass a filter, and knows when nobody reads on. */
final class RecordPrinter {
    private static final int RECORDS_BETWEEN_CHECKS = 256;

    private final JournalFilter filter;
    private final Function<JournalRecord, String> lines;
    private final PrintWriter out;
    private int sinceCheck;
    private boolean damaged;

    RecordPrinter(JournalFilter filter, Function<JournalRecord, String> lines, PrintWriter out) {
        this.filter = filter;
        this.lines = lines;
        this.out = out;
    }

    /** Prints the record if it passes the filter. */
    void print(JournalRecord record) {
        if (passes(record)) {
            show(record);
        }
    }

    /** Takes note of the record; whether it passes the filter. */
    boolean passes(JournalRecord record) {
        damaged |= !record.whole();
        return filter.test(record);
    }

    /** Prints the record, whatever it is. */
    void show(JournalRecord record) {
        out.print(lines.apply(record));
        out.print('\n');
    }

    /** Whether the pipe behind the output is closed, as {@code head} does when it has enough. Looked at now and then: a look flushes. */
    boolean isAbandoned() {
        return ++sinceCheck % RECORDS_BETWEEN_CHECKS == 0 && out.checkError();
    }

    /** Whether a record came along whose bytes were changed after they were written. */
    boolean sawDamage() {
        return damaged;
    }
}
