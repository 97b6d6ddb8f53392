package dev.remit.javaagent.weave;

import java.util.ArrayList;
import java.util.List;

/**
 * What a hook's table names, by which a class that it may concern is told from others. Immutable.
 *
 * @param classes the classes, as class files have them
 * @param tops those whose subclasses are meant too, as in {@code Class.getName}
 * @param below the methods that these may override
 */
public record TableNames(List<String> classes, List<String> tops, List<String> below) {
    /** What these rows name, each once. */
    public static TableNames of(List<CallSite> rows) {
        final List<String> classes = new ArrayList<>();
        final List<String> tops = new ArrayList<>();
        final List<String> below = new ArrayList<>();
        for (CallSite row : rows) {
            add(classes, row.target().internalName());
            if (row.target().below()) {
                add(tops, row.target().className());
                add(below, row.target().method());
            }
        }
        return new TableNames(classes, tops, below);
    }

    private static void add(List<String> names, String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
    }
}
