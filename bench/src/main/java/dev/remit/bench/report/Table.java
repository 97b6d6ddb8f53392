package dev.remit.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Figures in rows.
 *
 * @param title unique within a report: comparisons find a table by it
 * @param of what the rows are
 * @param columns what the figures of a row are
 */
public record Table(String title, String of, List<String> columns, List<Row> rows) {
    /**
     * A row.
     *
     * @param label unique within its table
     * @param figures null where nothing was measured
     */
    public record Row(String label, List<@Nullable Figure> figures) {}

    /** Without rows yet. */
    public static Table of(String title, String of, String... columns) {
        return new Table(title, of, List.of(columns), new ArrayList<>());
    }

    /** Adds a row. */
    public void row(String label, @Nullable Figure... figures) {
        if (figures.length != columns.size()) {
            throw new IllegalArgumentException(title + ": " + label + " has " + figures.length + " figures");
        }
        rows.add(new Row(label, new ArrayList<>(Arrays.asList(figures))));
    }

    /** A row's figure in a column; null where there is none. */
    @Nullable
    Figure at(String label, String column) {
        final int place = columns.indexOf(column);
        for (Row row : rows) {
            if (place >= 0 && row.label().equals(label)) {
                return row.figures().get(place);
            }
        }
        return null;
    }
}
