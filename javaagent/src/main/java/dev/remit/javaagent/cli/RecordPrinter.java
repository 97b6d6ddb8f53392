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

    RecordPrinter(RecordOptions options, PrintWriter out) {
        this.filter = options.filter();
        this.lines = options.lines();
        this.out = out;
    }

    void print(JournalRecord record) {
        damaged |= !record.whole();
        if (filter.test(record)) {
            out.print(lines.apply(record));
            out.print('\n');
        }
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
