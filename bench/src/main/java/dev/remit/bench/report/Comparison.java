package dev.remit.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two runs side by side: each figure that both have, how many times the first the second is, and whether that is more than noise. */
public final class Comparison {
    /** Two runs of the same differ by as much, whatever their forks say. */
    private static final double LEAST_NOISE = 0.05;

    private Comparison() {}

    /**
     * A figure of both.
     *
     * @param noise by how much the ratio may differ from one with nothing changed
     */
    public record Line(
            String table, String row, String column, Figure before, Figure after, double ratio, double noise) {
        /** Whether something has changed. */
        public boolean isBeyondNoise() {
            return Math.abs(ratio - 1) > noise;
        }
    }

    /** All that both have, in the first one's order. */
    public static List<Line> of(Report before, Report after) {
        final List<Line> lines = new ArrayList<>();
        for (Section section : before.sections()) {
            for (Table table : section.tables()) {
                final @Nullable Table other = find(after, table.title());
                if (other != null) {
                    add(lines, table, other);
                }
            }
        }
        return lines;
    }

    private static void add(List<Line> lines, Table before, Table after) {
        for (Table.Row row : before.rows()) {
            for (String column : before.columns()) {
                final @Nullable Figure was = before.at(row.label(), column);
                final @Nullable Figure is = after.at(row.label(), column);
                if (was != null && is != null && was.value() != 0) {
                    final Figure ratio = is.over(was);
                    lines.add(new Line(
                            before.title(),
                            row.label(),
                            column,
                            was,
                            is,
                            ratio.value(),
                            Math.max(LEAST_NOISE, was.share() + is.share())));
                }
            }
        }
    }

    private static @Nullable Table find(Report report, String title) {
        for (Section section : report.sections()) {
            for (Table table : section.tables()) {
                if (table.title().equals(title)) {
                    return table;
                }
            }
        }
        return null;
    }
}
