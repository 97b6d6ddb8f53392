package dev.remit.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What one part of a run found.
 *
 * @param text what was measured, and how
 */
public record Section(String title, String text, List<Table> tables, List<Plot> plots, List<Goal> goals) {
    /** With nothing found yet. */
    public static Section of(String title, String text) {
        return new Section(title, text, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** Adds a table. */
    public Table table(Table table) {
        tables.add(table);
        return table;
    }

    /** Adds a plot. */
    public Plot plot(Plot plot) {
        plots.add(plot);
        return plot;
    }
}
