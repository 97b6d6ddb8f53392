package dev.remit.cedar.parse;

import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.Effect;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Names;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.ast.Span;
import dev.remit.cedar.ast.TemplateLink;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonEscapes;
import dev.remit.cedar.json.JsonFormatException;
import dev.remit.cedar.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The policies of one text in Cedar's JSON form: a policy, or a policy set. After an error it goes on with the next policy. */
final class JsonPolicyParser {
    private static final String POLICIES = "staticPolicies";
    private static final String TEMPLATES = "templates";
    private static final String LINKS = "templateLinks";
    private static final List<String> SET = List.of(POLICIES, TEMPLATES, LINKS);
    private static final List<String> POLICY =
            List.of("effect", "principal", "action", "resource", "conditions", "annotations");
    private static final List<String> CLAUSE = List.of("kind", "body");
    private static final List<String> LINK = List.of("templateId", "newId", "values");
    private static final String PRINCIPAL_SLOT = "?principal";
    private static final String RESOURCE_SLOT = "?resource";

    private final SourceText source;
    private final PolicySetBuilder set;
    private final List<SyntaxError> errors = new ArrayList<>();

    private JsonPolicyParser(SourceText source, PolicySetBuilder set) {
        this.source = source;
        this.set = set;
    }

    /** Whether a text is JSON: no Cedar text begins with a brace or bracket. */
    static boolean isJson(SourceText source) {
        String text = source.text();
        int at = 0;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.startsWith("{", at) || text.startsWith("[", at);
    }

    static void parse(SourceText source, PolicySetBuilder set, List<SyntaxError> errors) {
        if (PolicyTextParser.isTooLong(source, SyntaxLimits.TEXT_LENGTH, errors)) {
            return;
        }
        JsonPolicyParser parser = new JsonPolicyParser(source, set);
        try {
            parser.root(JsonText.parse(source.text(), SyntaxLimits.JSON_DEPTH).object());
        } catch (JsonFormatException e) {
            parser.add(e);
        }
        if (parser.errors.size() > 1) {
            parser.errors.sort((a, b) -> Integer.compare(a.offset(), b.offset()));
        }
        errors.addAll(parser.errors);
    }

    private void root(Json.ObjectOf root) {
        if (root.has(POLICIES) || root.has(TEMPLATES) || root.has(LINKS)) {
            set(root);
        } else if (root.has("effect")) {
            add(root, null, false);
        } else {
            throw new JsonFormatException(
                    root.offset(),
                    "this is neither a policy nor a policy set",
                    "`effect`, or `" + POLICIES + "`, `" + TEMPLATES + "` or `" + LINKS + "`");
        }
    }

    private void set(Json.ObjectOf root) {
        for (String key : SET) {
            Json part = root.get(key);
            try {
                if (part != null && key.equals(LINKS)) {
                    links(part.elements());
                } else if (part != null) {
                    policies(part.object(), key.equals(TEMPLATES));
                }
            } catch (JsonFormatException e) {
                add(e);
            }
        }
        root.onlyKeys(SET);
    }

    private void policies(Json.ObjectOf policies, boolean templates) {
        for (Map.Entry<String, Json> member : policies.members().entrySet()) {
            add(member.getValue(), member.getKey(), templates);
        }
    }

    private void add(Json json, @Nullable String id, boolean template) {
        try {
            limitLiterals(json);
            Policy policy = policy(json.object(), id);
            if (template) {
                set.addTemplate(policy);
            } else if (id != null && policy.isTemplate()) {
                throw new JsonFormatException(
                        json.offset(), "a policy with a slot is a template", "it under `" + TEMPLATES + "`");
            } else {
                set.add(policy);
            }
        } catch (JsonFormatException e) {
            add(e);
        }
    }

    private Policy policy(Json.ObjectOf policy, @Nullable String id) {
        policy.onlyKeys(POLICY);
        Map<String, String> annotations = annotations(policy.get("annotations"));
        return new Policy(
                id != null ? id : annotations.getOrDefault("id", source.name() + "#0"),
                annotations,
                effect(policy.need("effect")),
                JsonScopeParser.party(policy.need("principal"), PRINCIPAL_SLOT),
                JsonScopeParser.action(policy.need("action")),
                JsonScopeParser.party(policy.need("resource"), RESOURCE_SLOT),
                conditions(policy.need("conditions")),
                span(policy),
                null);
    }

    private static Map<String, String> annotations(@Nullable Json json) {
        Map<String, String> annotations = new LinkedHashMap<>();
        if (json == null) {
            return annotations;
        }
        Json.ObjectOf object = json.object();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            if (!Names.isWord(member.getKey())) {
                throw new JsonFormatException(
                        object.keyOffset(member.getKey()), "`" + member.getKey() + "` can't name an annotation", "");
            }
            annotations.put(
                    member.getKey(),
                    member.getValue() instanceof Json.Null
                            ? ""
                            : member.getValue().text());
        }
        return annotations;
    }

    private static Effect effect(Json json) {
        return switch (json.text()) {
            case "permit" -> Effect.PERMIT;
            case "forbid" -> Effect.FORBID;
            default ->
                throw new JsonFormatException(
                        json.offset(), "unknown effect `" + json.text() + "`", "`permit` or `forbid`");
        };
    }

    private List<Condition> conditions(Json json) {
        JsonExpressionParser expressions = new JsonExpressionParser(source);
        List<Condition> conditions = new ArrayList<>();
        for (Json element : json.elements()) {
            Json.ObjectOf clause = element.object();
            clause.onlyKeys(CLAUSE);
            Json kind = clause.need("kind");
            boolean unless = kind.text().equals("unless");
            if (!unless && !kind.text().equals("when")) {
                throw new JsonFormatException(
                        kind.offset(), "unknown condition `" + kind.text() + "`", "`when` or `unless`");
            }
            conditions.add(new Condition(unless, expressions.expression(clause.need("body"))));
        }
        return conditions;
    }

    private void links(List<Json> links) {
        for (Json link : links) {
            try {
                limitLiterals(link);
                set.add(link(link.object()));
            } catch (JsonFormatException e) {
                add(e);
            }
        }
    }

    private WrittenLink link(Json.ObjectOf link) {
        link.onlyKeys(LINK);
        Json template = link.need("templateId");
        Json id = link.need("newId");
        Json.ObjectOf values = link.need("values").object();
        values.onlyKeys(List.of(PRINCIPAL_SLOT, RESOURCE_SLOT));
        return new WrittenLink(
                new TemplateLink(
                        template.text(), id.text(), value(values, PRINCIPAL_SLOT), value(values, RESOURCE_SLOT)),
                span(template),
                span(id),
                span(values));
    }

    private static @Nullable EntityUid value(Json.ObjectOf values, String slot) {
        Json value = values.get(slot);
        return value == null ? null : JsonEscapes.uid(value);
    }

    /** Names are limited by the JSON reader. */
    private static void limitLiterals(Json json) {
        if (json instanceof Json.Text text) {
            if (text.text().length() > SyntaxLimits.LITERAL_LENGTH) {
                throw new JsonFormatException(
                        json.offset(),
                        "this string is longer than " + SyntaxLimits.LITERAL_LENGTH + " characters",
                        "a shorter one");
            }
        } else if (json instanceof Json.ArrayOf array) {
            for (Json element : array.elements()) {
                limitLiterals(element);
            }
        } else if (json instanceof Json.ObjectOf object) {
            for (Json member : object.members().values()) {
                limitLiterals(member);
            }
        }
    }

    private Span span(Json json) {
        return new Span(source, json.offset(), json.end());
    }

    private void add(JsonFormatException e) {
        if (errors.size() < SyntaxLimits.ERRORS) {
            errors.add(new SyntaxError(source, e.offset(), e.message(), e.expected()));
        }
    }
}
