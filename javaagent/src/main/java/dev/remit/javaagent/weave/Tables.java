package dev.remit.javaagent.weave;

import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of all hooks by what they name. A library's rows are made, and get their numbers, when a class comes that they may concern:
 * most applications have few of the libraries. Thread-safe.
 */
public final class Tables {
    private final Map<String, List<Table>> byClass = new HashMap<>();
    private final List<Table> below = new ArrayList<>();
    private final Set<String> tops = new HashSet<>();
    private final Set<String> methodsBelow = new HashSet<>();
    private volatile @Nullable List<Row> rowsBelow;
    private int nextSite;

    /**
     * @param numbered hooks whose rows are numbered from zero, in their order
     * @param libraries hooks whose rows are numbered as they are made
     */
    public Tables(List<Hook> numbered, List<Hook> libraries) {
        // A library knows its classes better than what an operator has bound: its rows come first.
        for (Hook hook : libraries) {
            add(new Table(hook));
        }
        for (Hook hook : numbered) {
            final Table table = new Table(hook);
            table.rows();
            add(table);
        }
    }

    private void add(Table table) {
        final TableNames names = table.hook.names();
        for (String name : names.classes()) {
            List<Table> named = byClass.get(name);
            if (named == null) {
                named = new ArrayList<>(1);
                byClass.put(name, named);
            }
            named.add(table);
        }
        if (!names.tops().isEmpty()) {
            below.add(table);
            tops.addAll(names.tops());
            methodsBelow.addAll(names.below());
        }
    }

    /** A number that no call site has yet. */
    synchronized int nextSite() {
        return nextSite++;
    }

    /** Whether rows name a class, as class files have it. */
    boolean name(String internalName) {
        return byClass.containsKey(internalName);
    }

    /** Whether classes below a class are meant too. */
    boolean isTop(String className) {
        return tops.contains(className);
    }

    /** The methods that classes below may override. */
    Set<String> methodsBelow() {
        return methodsBelow;
    }

    /** The rows that name a class, as class files have it; null for none. */
    @Nullable
    List<Row> of(String internalName) {
        final @Nullable List<Table> tables = byClass.get(internalName);
        if (tables == null) {
            return null;
        }
        final String className = internalName.replace('/', '.');
        final List<Row> rows = new ArrayList<>();
        for (Table table : tables) {
            for (Row row : table.rows()) {
                if (row.target().className().equals(className)) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /** The rows that mean classes below theirs too; gathered once, for many of an application's classes look like one of them. */
    List<Row> below() {
        List<Row> rows = rowsBelow;
        if (rows == null) {
            rows = new ArrayList<>();
            for (Table table : below) {
                for (Row row : table.rows()) {
                    if (row.target().below()) {
                        rows.add(row);
                    }
                }
            }
            rowsBelow = rows;
        }
        return rows;
    }

    /**
     * The jar that a class comes from, in words, where it is of a library and in a version that the table was not made for; else null.
     *
     * @param name as class files have it
     */
    @Nullable
    String unknownVersion(String name, @Nullable ProtectionDomain domain) {
        final @Nullable List<Table> tables = byClass.get(name);
        final @Nullable CodeSource source = tables == null || domain == null ? null : domain.getCodeSource();
        if (tables == null || source == null || source.getLocation() == null) {
            return null;
        }
        final String jar = fileName(source.getLocation().getPath());
        for (Table table : tables) {
            final Library library = table.hook.library();
            if (library.isUnknownVersion(jar)) {
                return library.unknown(jar);
            }
        }
        return null;
    }

    /** The last part of a path, which may be one within the jar of an application, as in {@code app.jar!/BOOT-INF/lib/okhttp-4.12.0.jar!/}. */
    private static String fileName(String path) {
        final int end = path.endsWith("!/") ? path.length() - 2 : path.length();
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }

    /** A hook's rows. */
    private final class Table {
        private final Hook hook;
        private @Nullable List<Row> rows;

        Table(Hook hook) {
            this.hook = hook;
        }

        synchronized List<Row> rows() {
            List<Row> made = rows;
            if (made == null) {
                made = new ArrayList<>();
                for (CallSite site : hook.callSites()) {
                    made.add(new Row(nextSite(), site));
                }
                rows = made;
            }
            return made;
        }
    }
}
