package dev.remit.javaagent.cli;

import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.JsonLines;
import dev.remit.engine.audit.read.TextLines;
import java.util.function.Function;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** How a record is shown as a line: the option that {@code print}, {@code tail} and {@code trace} share. */
final class LineFormat {
    enum Format {
        text,
        jsonl
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text for people, jsonl for programs: one JSON object a line. Default: text.")
    @SuppressWarnings("NullAway.Init") // has a default
    private Format format;

    /** Whether people read it. */
    boolean isText() {
        return format == Format.text;
    }

    Function<JournalRecord, String> lines() {
        return format == Format.jsonl ? JsonLines::line : new TextLines(Ansi.AUTO.enabled())::line;
    }
}
