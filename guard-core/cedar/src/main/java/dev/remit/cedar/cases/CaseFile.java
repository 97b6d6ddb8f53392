package dev.remit.cedar.cases;

import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonFormatException;
import dev.remit.cedar.json.JsonText;
import dev.remit.cedar.parse.SyntaxError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests and the answers that some policies should give to them. Immutable.
 *
 * @param source the file's own text
 * @param policies where the policies are, as the file says it
 * @param entities where the entities are; null for none
 * @param schema where the schema is; null for none
 * @param shouldValidate whether the policies should fit the schema; null where that is not asked
 * @param requests what is asked
 */
public record CaseFile(
        SourceText source,
        String policies,
        @Nullable String entities,
        @Nullable String schema,
        @Nullable Boolean shouldValidate,
        List<CaseRequest> requests) {
    private static final int DEPTH = 100;
    private static final Set<String> KEYS = Set.of("policies", "entities", "schema", "shouldValidate", "requests");

    public CaseFile {
        requests = List.copyOf(requests);
    }

    /**
     * Reads a case file.
     *
     * @param name what errors call it
     * @throws CaseFormatException naming the place
     */
    public static CaseFile parse(String name, String text) {
        SourceText source = new SourceText(name, text);
        try {
            Json.ObjectOf file = JsonText.parse(text, DEPTH).object();
            file.onlyKeys(KEYS);
            List<CaseRequest> requests = new ArrayList<>();
            for (Json request : file.need("requests").elements()) {
                requests.add(CaseRequest.parse(request.object()));
            }
            Json validates = file.get("shouldValidate");
            return new CaseFile(
                    source,
                    file.need("policies").text(),
                    optional(file, "entities"),
                    optional(file, "schema"),
                    validates == null ? null : validates.bool(),
                    requests);
        } catch (JsonFormatException e) {
            throw new CaseFormatException(new SyntaxError(source, e.offset(), e.message(), e.expected()));
        }
    }

    /** Whether a text looks like a case file, so that it may be told from other JSON beside it. */
    public static boolean isCaseFile(String text) {
        try {
            return JsonText.parse(text, DEPTH) instanceof Json.ObjectOf file
                    && file.has("policies")
                    && file.has("requests");
        } catch (JsonFormatException e) {
            return false;
        }
    }

    private static @Nullable String optional(Json.ObjectOf object, String key) {
        Json value = object.get(key);
        return value == null || value instanceof Json.Null ? null : value.text();
    }

    static Set<String> names(Json json) {
        Set<String> names = new HashSet<>();
        for (Json name : json.elements()) {
            names.add(name.text());
        }
        return names;
    }
}
