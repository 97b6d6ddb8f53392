package dev.remit.javaagent.cli;

import dev.remit.engine.audit.read.EntityName;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.TextLines;
import dev.remit.engine.audit.trace.TaskDetails;
import dev.remit.engine.audit.trace.TaskTrace;
import dev.remit.engine.audit.trace.TracedEvent;
import dev.remit.engine.audit.trace.TracedTask;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A trace as a tree for people. Its form may change; programs read the records. For one use. */
final class TraceText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Characters of the day and the blank behind it. */
    private static final int DAY = "2026-01-31 ".length();

    private static final String BOLD = "\u001B[1m";
    private static final String DIM = "\u001B[2m";
    private static final String INDENT = "    ";

    /** Code points of what was said, and of a column that others are moved by. */
    private static final int MOST_SAID = 120;

    private static final int MOST_COLUMN = 40;

    private final TaskTrace trace;
    private final List<TaskTrace.Source> sources;
    private final boolean colour;
    private final StringBuilder to = new StringBuilder();
    private int words;
    private int principals;
    private int actions;
    private int resources;

    TraceText(TaskTrace trace, boolean colour) {
        this.trace = trace;
        this.colour = colour;
        sources = trace.sources();
    }

    String text() {
        for (int i = 0; i < sources.size() && sources.size() > 1; i++) {
            TaskTrace.Source source = sources.get(i);
            to.append('[').append(i + 1).append("] ");
            to.append(source.journal().isEmpty() ? "" : TextLines.plain(source.journal()) + ", ");
            to.append("run ").append(Long.toHexString(source.run())).append('\n');
        }
        measure(trace.root());
        TracedTask root = trace.root();
        JournalRecord opened = root.opened();
        task(root, "", opened == null ? "" : source(opened));
        return to.toString();
    }

    private void measure(TracedTask task) {
        for (TracedEvent event : task.events()) {
            TracedTask inner = event.task();
            JournalRecord record = event.record();
            if (inner != null) {
                measure(inner);
                continue;
            }
            words = wider(words, TextLines.word(record));
            if (record.kind().equals("decision")) {
                principals = wider(principals, shortened(record.principal()));
                actions = wider(actions, id(record.action()));
                resources = wider(resources, id(record.resource()));
            }
        }
    }

    private static int wider(int width, String text) {
        return Math.max(width, Math.min(MOST_COLUMN, Cells.width(text)));
    }

    /** A line for the task, then those of what was done in it. */
    private void task(TracedTask task, String indent, String place) {
        TaskDetails details = task.details();
        JournalRecord opened = task.opened();
        JournalRecord closed = task.closed();
        to.append(indent).append(place);
        to.append(painted(BOLD, TextLines.plain(details.intent() == null ? "task" : details.intent())));
        to.append("  ").append(TextLines.plain(task.id()));
        to.append(details.user() == null ? "" : "  for " + TextLines.plain(details.user()));
        to.append(opened == null ? "  not opened in these journals" : "  by " + id(opened.principal()));
        to.append("  ").append(span(time(task.beginNs()), time(task.endNs())));
        to.append(closed == null ? ", not closed" : ", " + TextLines.plain(closed.reason()));
        to.append("  ").append(task.allowed()).append(" allowed, ").append(task.denied());
        to.append(" denied\n");
        limits(details, indent + INDENT);
        for (TracedEvent event : task.events()) {
            event(event, indent + INDENT);
        }
    }

    /** The day once, if it is one. */
    private static String span(String begin, String end) {
        boolean sameDay = begin.startsWith(end.substring(0, DAY));
        return begin + " to " + (sameDay ? end.substring(DAY) : end) + " UTC";
    }

    private void limits(TaskDetails details, String indent) {
        List<String> parts = new ArrayList<>();
        part(parts, "until", details.deadline() == null ? List.of() : List.of(details.deadline()), " ");
        part(parts, "budgets", details.budgets(), " ");
        part(parts, "tools", details.tools(), " ");
        part(parts, "labels", details.labels(), " ");
        part(parts, "chain", details.chain().size() < 2 ? List.of() : details.chain(), " > ");
        if (!parts.isEmpty()) {
            to.append(indent).append(painted(DIM, String.join("; ", parts))).append('\n');
        }
    }

    private static void part(List<String> parts, String name, List<String> values, String between) {
        if (!values.isEmpty()) {
            parts.add(name + ' ' + TextLines.plain(String.join(between, values)));
        }
    }

    private void event(TracedEvent event, String indent) {
        JournalRecord record = event.record();
        String place = Cells.right(since(record.timeNs()), 11) + "  " + source(record);
        TracedTask inner = event.task();
        if (inner != null) {
            task(inner, indent, place);
            return;
        }
        StringBuilder line = new StringBuilder(160).append(indent).append(place);
        line.append(painted(TextLines.colourOf(record), Cells.left(TextLines.word(record), words)));
        line.append("  ");
        switch (record.kind()) {
            case "decision" -> decision(event, line);
            case "prompt" -> prompt(record, line);
            default -> other(record, line);
        }
        to.append(line.toString().stripTrailing()).append('\n');
    }

    private void decision(TracedEvent event, StringBuilder line) {
        JournalRecord record = event.record();
        line.append(Cells.left(shortened(record.principal()), principals)).append("  ");
        line.append(Cells.left(id(record.action()), actions)).append("  ");
        line.append(Cells.left(id(record.resource()), resources)).append("  ");
        if (!record.isPermission()) {
            List<String> why = new ArrayList<>(record.policies());
            if (record.reason() != null) {
                why.add(record.reason());
            }
            line.append(TextLines.plain(String.join(": ", why)));
        }
        JournalRecord outcome = event.outcome();
        if (outcome == null) {
            line.append(record.isPermission() ? painted(DIM, "→ no end recorded") : "");
        } else if (record.isPermission() || !"refused".equals(outcome.outcome())) {
            line.append(record.isPermission() ? "" : "  ");
            line.append(painted(DIM, TextLines.word(outcome) + ' ' + StatsText.seconds(outcome.durationNs())));
            line.append(outcome.error() == null ? "" : ' ' + TextLines.plain(outcome.error()));
        }
    }

    private static void prompt(JournalRecord record, StringBuilder line) {
        line.append(said(record.prompt()));
        line.append(record.answer() == null ? "" : "  → " + said(record.answer()));
    }

    private static String said(@Nullable String text) {
        return '"' + Cells.cut(TextLines.plain(text), MOST_SAID) + '"';
    }

    private static void other(JournalRecord record, StringBuilder line) {
        if (record.kind().equals("approval")) {
            line.append("approval by ").append(id(record.principal())).append("  ");
        }
        line.append(record.reason() == null ? "" : TextLines.plain(record.reason()));
        line.append(record.call() == 0 ? "" : "  call " + record.call());
    }

    /** Which JVM it comes from, where there are several. */
    private String source(JournalRecord record) {
        return sources.size() < 2 ? "" : "[" + (sources.indexOf(TaskTrace.Source.of(record)) + 1) + "] ";
    }

    private String since(long timeNs) {
        return String.format(Locale.ROOT, "%+.3f s", (timeNs - trace.root().beginNs()) / 1e9);
    }

    private String painted(String paint, String text) {
        return colour ? paint + text + TextLines.RESET : text;
    }

    static String time(long ns) {
        return TIME.format(Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L), Math.floorMod(ns, 1_000_000_000L)));
    }

    private static String id(@Nullable String entity) {
        EntityName name = EntityName.of(entity);
        return TextLines.plain(name == null ? null : name.id());
    }

    /** A SPIFFE ID's path, which tells those of one trust domain apart; any other name whole. */
    static String shortened(@Nullable String principal) {
        String id = id(principal);
        int path = id.startsWith("spiffe://") ? id.indexOf('/', "spiffe://".length()) : -1;
        return path < 0 ? id : id.substring(path + 1);
    }
}
