package dev.remit.engine.audit.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.remit.engine.audit.read.JournalRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task was opened with, as much as its record kept of it. Immutable.
 *
 * @param intent what it is for; null if the record does not say
 * @param user on whose behalf; null for nobody's
 * @param deadline ISO 8601; null for none
 * @param budgets what was left of each, by name
 * @param tools the only ones it may call; empty for all
 * @param labels what it touched from the start
 * @param chain SPIFFE IDs of who opened the tasks that it lies in and itself
 */
public record TaskDetails(
        @Nullable String intent,
        @Nullable String user,
        @Nullable String deadline,
        List<String> budgets,
        List<String> tools,
        List<String> labels,
        List<String> chain) {
    static final TaskDetails NONE = of(Map.of());

    private static TaskDetails of(Map<String, List<String>> found) {
        return new TaskDetails(
                first(found, "intent"),
                first(found, "user"),
                first(found, "deadline"),
                found.getOrDefault("budgets", List.of()),
                found.getOrDefault("tools", List.of()),
                found.getOrDefault("labels", List.of()),
                found.getOrDefault("chain", List.of()));
    }

    /** What a record of kind {@code task_opened} says. */
    static TaskDetails of(JournalRecord opened) {
        String text = opened.arguments();
        Map<String, List<String>> found = new LinkedHashMap<>();
        if (text != null) {
            try (JsonParser parser = new JsonFactory().createParser(text)) {
                collect(parser, found);
            } catch (IOException cut) {
                // A record keeps only so much of it: what was read up to here holds.
            }
        }
        return of(found);
    }

    /** Every value under the name of its outermost member; those of an object within it with their own names. */
    private static void collect(JsonParser parser, Map<String, List<String>> found) throws IOException {
        String member = "";
        int depth = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.FIELD_NAME) {
                member = depth == 1 ? parser.currentName() : member;
            } else {
                boolean named = depth == 2 && parser.getParsingContext().inObject();
                found.computeIfAbsent(member, key -> new ArrayList<>())
                        .add(named ? parser.currentName() + '=' + parser.getText() : parser.getText());
            }
        }
    }

    private static @Nullable String first(Map<String, List<String>> found, String name) {
        List<String> values = found.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.get(0);
    }
}
