package dev.remit.bench.run;

import dev.remit.bench.report.Section;

/** What is measured together, and has a section of the report. */
public interface Part {
    /** By which {@code --only} asks for it. */
    String name();

    /** What it measures, in a line. */
    String summary();

    /** Whether it is left out of a quick run unless it is named. */
    default boolean isLong() {
        return false;
    }

    /** Measures. */
    Section measure(Bench bench) throws Exception;
}
