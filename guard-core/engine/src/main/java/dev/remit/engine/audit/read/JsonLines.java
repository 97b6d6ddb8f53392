package dev.remit.engine.audit.read;

import dev.remit.engine.audit.redact.JsonEscape;
import java.util.List;

/** A record as one line of JSON: an object of its {@link RecordField}s in their order. What a record does not say is left out. */
public final class JsonLines {
    private JsonLines() {}

    /** The record as one JSON object without a line break. */
    public static String line(JournalRecord record) {
        StringBuilder to = new StringBuilder(512).append('{');
        for (RecordField field : RecordField.ALL) {
            Object value = field.of(record);
            if (value != null) {
                to.append(to.length() > 1 ? "," : "");
                to.append('"').append(field.name()).append("\":");
                append(value, to);
            }
        }
        return to.append('}').toString();
    }

    /** A field's value as JSON. */
    public static String value(Object value) {
        StringBuilder to = new StringBuilder();
        append(value, to);
        return to.toString();
    }

    private static void append(Object value, StringBuilder to) {
        if (value instanceof String text) {
            string(text, to);
        } else if (value instanceof List<?> all) {
            char before = '[';
            for (Object one : all) {
                string((String) one, to.append(before));
                before = ',';
            }
            to.append(all.isEmpty() ? "[]" : "]");
        } else {
            to.append(value);
        }
    }

    private static void string(String text, StringBuilder to) {
        to.append('"');
        JsonEscape.append(text, false, to);
        to.append('"');
    }
}
