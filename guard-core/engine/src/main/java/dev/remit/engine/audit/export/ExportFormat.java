package dev.remit.engine.audit.export;

import dev.remit.engine.audit.read.JsonLines;
import java.io.IOException;
import java.io.Writer;

/** A form that records are written in. */
public enum ExportFormat {
    /** One object a line, see {@link JsonLines}. */
    JSONL,
    /** A table after RFC 4180, see {@link CsvExport}. */
    CSV,
    /** One event a line, see {@link OcsfExport}. */
    OCSF;

    /** Begins to write in this form. The writer is neither flushed nor closed. */
    public RecordExport begin(Writer to) throws IOException {
        return switch (this) {
            case JSONL ->
                record -> {
                    to.write(JsonLines.line(record));
                    to.write('\n');
                };
            case CSV -> new CsvExport(to);
            case OCSF -> new OcsfExport(to);
        };
    }
}
