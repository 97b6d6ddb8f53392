package dev.remit.javaagent.cli;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads journals through, as often as a command has to, and says how far that is and what was wrong with them. For one use. */
final class JournalPasses implements AutoCloseable {
    private final List<Path> folders;
    private final int passes;
    private final PrintWriter err;
    private final ProgressLine progress;
    private int done;
    private long records;
    private long damaged;
    private List<String> warnings = List.of();

    /** @param passes how often they will be read while nothing is printed */
    JournalPasses(List<Path> folders, int passes, PrintWriter err) {
        this.folders = folders;
        this.passes = passes;
        this.err = err;
        progress = new ProgressLine(err);
    }

    /** Reads them from the beginning, for as long as the records are wanted. */
    void read(Predicate<JournalRecord> wanted) throws AuditException {
        damaged = 0;
        try (JournalReader reader = JournalReader.open(folders)) {
            long expected = Math.max(reader.expected(), 1);
            long ofThisPass = 0;
            for (JournalRecord record = reader.next(); record != null && wanted.test(record); record = reader.next()) {
                damaged += record.whole() ? 0 : 1;
                ofThisPass++;
                if (done < passes) {
                    progress.at(((double) ofThisPass / expected + done) / passes, ++records);
                }
            }
            warnings = reader.warnings();
        }
        if (++done == passes) {
            progress.close();
        }
    }

    /** Says what was wrong with them when they were last read; the command's exit status. */
    int report() {
        progress.close();
        warnings.forEach(warning -> Errors.print(err, warning));
        if (damaged > 0) {
            String names = folders.stream().map(Path::toString).collect(Collectors.joining(", "));
            Errors.print(err, names + ": " + damaged + " damaged; 'audit print' shows which records");
        }
        return warnings.isEmpty() && damaged == 0 ? ExitStatus.OK : ExitStatus.FINDINGS;
    }

    @Override
    public void close() {
        progress.close();
    }
}
