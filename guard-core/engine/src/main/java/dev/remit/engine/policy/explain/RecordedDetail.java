package dev.remit.engine.policy.explain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.remit.engine.audit.read.JournalRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a record that is no call's says in its arguments. Stateless. */
final class RecordedDetail {
    private RecordedDetail() {}

    /** The texts in it, by their own names, wherever they stand; what was cut off is not there. */
    static Map<String, String> texts(JournalRecord record) {
        Map<String, String> texts = new LinkedHashMap<>();
        String arguments = record.arguments();
        if (arguments != null) {
            try (JsonParser parser = new JsonFactory().createParser(arguments)) {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    if (token == JsonToken.VALUE_STRING
                            && parser.getParsingContext().inObject()) {
                        texts.put(parser.currentName(), parser.getText());
                    }
                }
            } catch (IOException cut) {
                // A record keeps only so much of it: what was read up to here holds.
            }
        }
        return texts;
    }
}
