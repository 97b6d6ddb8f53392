package dev.remit.bench.run;

import java.io.PrintStream;
import java.util.Locale;

/** What is being measured, said as it begins: a line each on stderr. */
public final class Progress {
    private final PrintStream out;
    private final long began = System.nanoTime();
    private final int parts;
    private int part;
    private String name = "";

    Progress(PrintStream out, int parts) {
        this.out = out;
        this.parts = parts;
    }

    void part(String now) {
        part++;
        name = now;
    }

    /** The next measurement begins. */
    public void step(String what) {
        final long seconds = (System.nanoTime() - began) / 1_000_000_000;
        out.printf(Locale.ROOT, "%3d:%02d  %d/%d %s: %s%n", seconds / 60, seconds % 60, part, parts, name, what);
    }
}
