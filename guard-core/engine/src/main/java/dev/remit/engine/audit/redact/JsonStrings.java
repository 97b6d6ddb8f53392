package dev.remit.engine.audit.redact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The string values inside a text that is a JSON object or array; secrets managers keep several credentials in one. */
final class JsonStrings {
    private static final int DEEPEST = 8;

    private JsonStrings() {}

    static List<String> in(CharSequence text) {
        List<String> found = new ArrayList<>();
        collect(text.toString(), found, DEEPEST);
        return found;
    }

    private static void collect(String text, List<String> found, int depth) {
        String trimmed = text.strip();
        if (depth == 0 || !(trimmed.startsWith("{") || trimmed.startsWith("["))) {
            return;
        }
        List<String> strings = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(trimmed)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    strings.add(parser.getText());
                }
            }
        } catch (IOException notJson) {
            // Then it is plain text, and what looked like strings up to here is learned all the same: too much is
            // hidden, never too little.
        }
        for (String string : strings) {
            found.add(string);
            collect(string, found, depth - 1);
        }
    }
}
