package dev.remit.engine.audit.read;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A record as one aligned line to be read by people. Immutable; any thread. Its form may change; programs read {@link JsonLines}. */
public final class TextLines {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The escape sequence that ends a colour. */
    public static final String RESET = "\u001B[0m";

    /** As many digits as the start report shows: enough to tell versions apart. */
    private static final int SHORT_HASH = 12;

    private final boolean colour;

    public TextLines(boolean colour) {
        this.colour = colour;
    }

    /** The record in one line. Control characters in it are shown as escapes: what an AI agent sends must not steer a terminal. */
    public String line(JournalRecord record) {
        StringBuilder to = new StringBuilder(200);
        to.append(padded(record.sequence() == 0 ? "-" : Long.toString(record.sequence()), 8, true))
                .append("  ");
        long ns = record.timeNs();
        to.append(TIME.format(
                Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L), Math.floorMod(ns, 1_000_000_000L))));
        to.append("  ");
        String word = word(record);
        to.append(colour ? colourOf(record) : "")
                .append(padded(word, 10, false))
                .append(colour ? RESET : "");
        to.append("  ");
        switch (record.kind()) {
            case "decision" -> decision(record, to);
            case "outcome" -> outcome(record, to);
            case "prompt" -> prompt(record, to);
            default -> other(record, to);
        }
        return to.toString().stripTrailing();
    }

    private static void decision(JournalRecord record, StringBuilder to) {
        to.append(padded(plain(record.category()), 7, false)).append("  ");
        to.append(padded(plain(record.action()), 20, false)).append("  ");
        to.append(padded(plain(record.resource()), 32, false)).append("  ");
        to.append("by ").append(plain(record.principal()));
        part(to, "policies", record.policies().isEmpty() ? null : String.join(",", record.policies()));
        String hash = record.policyHash();
        part(to, "hash", hash == null ? null : shortened(hash));
        part(to, "reason", record.reason());
        part(to, "session", record.session());
        part(to, "task", record.task());
        part(to, "call", record.call() == 0 ? null : Long.toString(record.call()));
        part(to, "parent", record.parent() == 0 ? null : Long.toString(record.parent()));
        part(to, "arguments", record.arguments());
        if (record.argumentsCut()) {
            to.append("… (").append(record.argumentsSize()).append(" bytes)");
        }
    }

    private static void outcome(JournalRecord record, StringBuilder to) {
        to.append("call=").append(record.call());
        to.append(String.format(Locale.ROOT, "  %.3f ms", record.durationNs() / 1e6));
        part(to, "bytes", record.size() < 0 ? null : Long.toString(record.size()));
        part(to, "error", record.error());
        part(to, "result", record.result());
        to.append(record.result() != null && record.argumentsCut() ? "…" : "");
    }

    private static void prompt(JournalRecord record, StringBuilder to) {
        to.append("call=").append(record.call());
        part(to, "session", record.session());
        part(to, "parent", record.parent() == 0 ? null : Long.toString(record.parent()));
        part(to, "prompt", record.prompt());
        part(to, "answer", record.answer());
        to.append(record.promptCut() ? "…" : "");
    }

    private static void other(JournalRecord record, StringBuilder to) {
        part(to, "mode", record.mode());
        part(to, "identity", record.principal());
        part(to, "name", record.name());
        part(to, "source", record.source());
        part(to, "policies", record.policyCount() == 0 ? null : Integer.toString(record.policyCount()));
        part(to, "count", record.size() == 0 ? null : Long.toString(record.size()));
        part(to, "ms", record.durationNs() == 0 ? null : Long.toString(record.durationNs() / 1_000_000));
        part(to, "reason", record.reason());
        part(to, "session", record.session());
        part(to, "task", record.task());
        part(to, "version", record.version());
        part(to, "policy", record.policyHash());
        part(to, "hooks", record.hooks().isEmpty() ? null : String.join(",", record.hooks()));
    }

    /** The column that one looks at first: the verdict, how the call ended, or the kind. */
    public static String word(JournalRecord record) {
        String verdict = record.verdict();
        if (verdict != null) {
            boolean wouldBe = "observe".equals(record.mode()) && !verdict.equals("allow");
            return (wouldBe ? "would-" : "") + verdict.toUpperCase(Locale.ROOT);
        }
        String outcome = record.outcome();
        return outcome != null ? "→ " + outcome : record.kind();
    }

    /** The escape sequence that begins the colour of {@link #word}. */
    public static String colourOf(JournalRecord record) {
        if ("allow".equals(record.verdict())) {
            return "\u001B[32m";
        }
        boolean bad = record.verdict() != null
                || record.kind().equals("blocked")
                || record.kind().equals("damaged");
        return bad ? "\u001B[31m" : record.kind().equals("outcome") ? "\u001B[2m" : "\u001B[36m";
    }

    /** The beginning of a hash. */
    public static String shortened(String hash) {
        return hash.substring(0, Math.min(hash.length(), SHORT_HASH));
    }

    private static void part(StringBuilder to, String name, @Nullable String value) {
        if (value != null) {
            to.append("  ").append(name).append('=').append(plain(value));
        }
    }

    private static String padded(String text, int width, boolean right) {
        String space = " ".repeat(Math.max(0, width - text.length()));
        return right ? space + text : text + space;
    }

    /** The text with control characters as escapes; a dash for null. */
    public static String plain(@Nullable String text) {
        return text == null ? "-" : PlainText.of(text);
    }
}
