package dev.remit.cedar.cases;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonEscapes;
import dev.remit.cedar.json.JsonFormatException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request of a case file. Immutable.
 *
 * @param description what people call it
 * @param context the context, as the file has it
 * @param validated whether the request itself should fit the schema
 * @param allowed the decision expected
 * @param reasons names of the policies that should determine it; null where that is not asked
 * @param errors names of the policies that should fail; null where that is not asked
 */
public record CaseRequest(
        String description,
        EntityUid principal,
        EntityUid action,
        EntityUid resource,
        Json context,
        boolean validated,
        boolean allowed,
        @Nullable Set<String> reasons,
        @Nullable Set<String> errors) {
    private static final Set<String> KEYS = Set.of(
            "description",
            "principal",
            "action",
            "resource",
            "context",
            "validateRequest",
            "decision",
            "reason",
            "errors");

    static CaseRequest parse(Json.ObjectOf request) {
        request.onlyKeys(KEYS);
        Json description = request.get("description");
        Json validated = request.get("validateRequest");
        Json reasons = request.get("reason");
        Json errors = request.get("errors");
        return new CaseRequest(
                description == null ? "" : description.text(),
                JsonEscapes.uid(request.need("principal")),
                JsonEscapes.uid(request.need("action")),
                JsonEscapes.uid(request.need("resource")),
                request.need("context").object(),
                validated == null || validated.bool(),
                allowed(request.need("decision")),
                reasons == null ? null : CaseFile.names(reasons),
                errors == null ? null : CaseFile.names(errors));
    }

    private static boolean allowed(Json decision) {
        return switch (decision.text()) {
            case "allow", "Allow" -> true;
            case "deny", "Deny" -> false;
            default ->
                throw new JsonFormatException(
                        decision.offset(), "`" + decision.text() + "` is no decision", "`allow` or `deny`");
        };
    }
}
