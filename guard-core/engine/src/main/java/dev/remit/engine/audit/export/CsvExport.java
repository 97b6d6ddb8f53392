package dev.remit.engine.audit.export;

import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.JsonLines;
import dev.remit.engine.audit.read.RecordField;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Records as a table after RFC 4180: a line of titles, then a line for each record, its {@link RecordField}s in their order. A cell is empty
 * where the record does not say it. A list is a JSON array in its cell.
 *
 * <p>What an AI agent sends must not become a formula when the table is opened in a spreadsheet: a text that begins with {@code = + - @}, a
 * tab or a line break gets an apostrophe in front, and so does one that begins with an apostrophe. Who reads the table by a program takes one
 * apostrophe away from the front of a text that has one.
 */
final class CsvExport implements RecordExport {
    private static final String FORMULA = "=+-@\t\r\n'";
    private static final String LINE_END = "\r\n";

    private final Writer to;
    private final StringBuilder line = new StringBuilder(512);

    CsvExport(Writer to) throws IOException {
        this.to = to;
        to.write(String.join(",", RecordField.names()) + LINE_END);
    }

    @Override
    public void write(JournalRecord record) throws IOException {
        line.setLength(0);
        for (RecordField field : RecordField.ALL) {
            Object value = field.of(record);
            if (value instanceof String text) {
                cell(FORMULA.indexOf(text.isEmpty() ? 'x' : text.charAt(0)) < 0 ? text : '\'' + text);
            } else if (value instanceof List<?>) {
                cell(JsonLines.value(value));
            } else if (value != null) {
                line.append(value);
            }
            line.append(',');
        }
        line.setLength(line.length() - 1);
        to.append(line.append(LINE_END));
    }

    private void cell(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length() && !quoted; i++) {
            char c = text.charAt(i);
            quoted = c == ',' || c == '"' || c == '\r' || c == '\n';
        }
        line.append(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
    }
}
