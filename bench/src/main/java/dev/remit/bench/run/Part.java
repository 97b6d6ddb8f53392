package dev.remit.bench.run;

import dev.remit.bench.report.Section;

/** What is measured together, and has a section of the report. */
public interface Part {
    /** By which {@code --only} asks for it. */
    String name();

    /** What it measures, in a line. */
    String summary();

    /** What it is measured in. */
    enum Place {
        /** Every run. */
        QUICK(""),
        /** A full run. */
        FULL("left out of a quick run, unless it is named"),
        /** No run but one that names it. */
        NAMED("only where it is named");

        private final String note;

        Place(String note) {
            this.note = note;
        }

        /** What there is to say of it; empty for nothing. */
        String note() {
            return note;
        }

        /** Whether a run that names no part has it. */
        boolean isOf(Effort effort) {
            return this == QUICK || this == FULL && effort.isFull();
        }
    }

    /** In which runs it is. */
    default Place place() {
        return Place.QUICK;
    }

    /** Measures. */
    Section measure(Bench bench) throws Exception;
}
