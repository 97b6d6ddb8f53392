package dev.remit.javaagent.cli;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.export.ExportFormat;
import dev.remit.engine.audit.export.RecordExport;
import dev.remit.engine.audit.read.JournalFilter;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a journal in a form that other programs take in. */
@Command(
        name = "export",
        description = {
            "Writes the records of a journal, oldest first, in a form for other programs.",
            "",
            "Streams: a journal of any length takes the same memory. docs/journal.md describes each form."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:done",
            "1:done, and some of the journal is damaged",
            "2:not done: the command line is wrong, or a folder or file can't be read or written"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar audit export --format ocsf -o events.jsonl ./remit-audit",
            "  java -jar remit.jar audit export --format csv --since 1d -o calls.csv ./remit-audit",
            "  java -jar remit.jar audit export --verdict deny --since 1d ./remit-audit | gzip > denied.jsonl.gz"
        })
final class AuditExportCommand implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;
    private static final int RECORDS_BETWEEN_CHECKS = 1024;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "jsonl",
            description =
                    "jsonl: one JSON object a line. csv: a table with titles. ocsf: an event of OCSF 1.9.0 a line. Default: jsonl.")
    @SuppressWarnings("NullAway.Init") // has a default
    private ExportFormat format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to this file, for its owner alone, instead of stdout; what it holds is replaced.")
    private @Nullable Path output;

    @Mixin
    private final RecordOptions options = new RecordOptions();

    private boolean damaged;

    @Override
    public Integer call() throws AuditException, IOException {
        PrintWriter err = spec.commandLine().getErr();
        // The journal first: a wrong folder must not cost what the file held.
        try (JournalReader reader = JournalReader.open(options.folder)) {
            if (output == null) {
                toStdout(reader, spec.commandLine().getOut());
            } else {
                toFile(reader, output, err);
            }
            reader.warnings().forEach(warning -> Errors.print(err, warning));
            return damaged || !reader.warnings().isEmpty() ? ExitStatus.FINDINGS : ExitStatus.OK;
        }
    }

    private void toStdout(JournalReader reader, PrintWriter out) throws AuditException, IOException {
        Writer to = new BufferedWriter(out, BUFFER);
        export(reader, to, read -> {
            if (read % RECORDS_BETWEEN_CHECKS == 0) {
                checkWritten(to, out);
            }
        });
        checkWritten(to, out);
    }

    /** A table or an evidence that ends too early must not pass for a whole one. */
    private static void checkWritten(Writer to, PrintWriter out) throws IOException {
        to.flush();
        if (out.checkError()) {
            throw new CommandFailure(
                    ExitStatus.UNUSABLE, "the export is incomplete: stdout was closed, or could not be written");
        }
    }

    private void toFile(JournalReader reader, Path file, PrintWriter err) throws AuditException, IOException {
        long expected = Math.max(reader.expected(), 1);
        try (ProgressLine progress = new ProgressLine(err);
                Writer to = new BufferedWriter(OwnersFile.write(file), BUFFER)) {
            export(reader, to, read -> progress.at((double) read / expected, read));
        } catch (IOException e) {
            throw new IOException(
                    "the export to " + file + " is incomplete (" + e + "); see that its folder exists, and has room",
                    e);
        }
    }

    private void export(JournalReader reader, Writer to, Progress progress) throws AuditException, IOException {
        JournalFilter filter = options.filter();
        RecordExport export = format.begin(to);
        long read = 0;
        for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
            damaged |= !record.whole();
            if (filter.test(record)) {
                export.write(record);
            } else {
                export.skip(record);
            }
            progress.at(++read);
        }
    }

    private interface Progress {
        void at(long recordsRead) throws IOException;
    }
}
