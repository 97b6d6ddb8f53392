package dev.remit.javaagent.cli;

import dev.remit.engine.audit.Verdict;
import dev.remit.engine.audit.read.JournalFilter;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.JsonLines;
import dev.remit.engine.audit.read.TextLines;
import dev.remit.engine.policy.Vocabulary;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which records are shown, and how: the options that {@code print} and {@code tail} share. */
final class RecordOptions {
    enum Format {
        text,
        jsonl
    }

    @Parameters(index = "0", paramLabel = "DIR", description = "The journal's folder: what audit.dir names.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    Path folder;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text for people, jsonl for programs: one JSON object a line. Default: text.")
    @SuppressWarnings("NullAway.Init") // has a default
    private Format format;

    @Option(
            names = "--verdict",
            paramLabel = "VERDICT",
            description = "Decisions with this verdict alone: allow, deny, step_up, defer or modify.")
    private @Nullable Verdict verdict;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description =
                    "Decisions on this action alone: a tool's name, an HTTP method, FetchSecret, Connect or Exec.")
    private @Nullable String action;

    @Option(
            names = "--principal",
            paramLabel = "ID",
            description = "Decisions for this principal alone, as it is recorded: Remit::Agent::\"spiffe://…\".")
    private @Nullable String principal;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description =
                    "Records that hold this text in principal, action, resource, reason, arguments, policies or error.")
    private @Nullable String text;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            converter = Since.class,
            description =
                    "Records from this time on: an age such as 90s, 10m, 2h or 1d, or a time such as 2026-01-31T08:00:00Z.")
    private @Nullable Since since;

    JournalFilter filter() {
        String wanted = verdict == null ? null : verdict.name().toLowerCase(Locale.ROOT);
        return new JournalFilter(wanted, recorded(action), principal, sinceNs(), text);
    }

    /** Nanoseconds since the epoch; 0 for any time. */
    long sinceNs() {
        return since == null ? 0 : since.epochNs();
    }

    boolean hasSince() {
        return since != null;
    }

    Function<JournalRecord, String> lines() {
        return format == Format.jsonl ? JsonLines::line : new TextLines(Ansi.AUTO.enabled())::line;
    }

    /** People type the name alone; records hold the entity. */
    private static @Nullable String recorded(@Nullable String action) {
        return action == null || action.contains("::\"")
                ? action
                : Vocabulary.action(action).toString();
    }
}
