package dev.remit.cedar.schema;

import dev.remit.cedar.ast.Names;
import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.ast.Span;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonFormatException;
import dev.remit.cedar.json.JsonText;
import dev.remit.cedar.parse.SyntaxError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The declarations of one text in the JSON form of schemas. After an error it goes on with the next declaration or attribute. */
final class SchemaJsonParser {
    /** Two for each level of a type, as far as types may nest, and those around them. */
    private static final int DEPTH = 256;

    private static final List<String> NAMESPACE_KEYS = List.of("commonTypes", "entityTypes", "actions", "annotations");
    private static final List<String> ENTITY_KEYS = List.of("memberOfTypes", "shape", "tags", "enum", "annotations");
    private static final List<String> ENUM_KEYS = List.of("enum", "annotations");
    private static final List<String> ACTION_KEYS = List.of("memberOf", "appliesTo", "attributes", "annotations");
    private static final List<String> APPLIES_TO_KEYS = List.of("principalTypes", "resourceTypes", "context");
    private static final List<String> GROUP_KEYS = List.of("id", "type");

    private final SourceText source;
    private final List<SyntaxError> errors;

    private SchemaJsonParser(SourceText source, List<SyntaxError> errors) {
        this.source = source;
        this.errors = errors;
    }

    /** The namespaces of a text; errors are added, not thrown. */
    static List<RawNamespace> parse(SourceText source, List<SyntaxError> errors) {
        SchemaJsonParser parser = new SchemaJsonParser(source, errors);
        List<RawNamespace> namespaces = new ArrayList<>();
        try {
            parser.schema(JsonText.parse(source.text(), DEPTH).object(), namespaces);
        } catch (JsonFormatException e) {
            parser.add(e);
        }
        return namespaces;
    }

    private void schema(Json.ObjectOf root, List<RawNamespace> namespaces) {
        for (Map.Entry<String, Json> member : root.members().entrySet()) {
            String name = member.getKey();
            int at = root.keyOffset(name);
            if (!name.isEmpty() && !Names.isPath(name)) {
                add(new JsonFormatException(
                        at, "`" + name + "` is no namespace", "names with `::` between them, or \"\""));
                continue;
            }
            RawNamespace namespace = new RawNamespace(declared(at, name));
            namespaces.add(namespace);
            try {
                namespace(member.getValue().object(), namespace);
            } catch (JsonFormatException e) {
                add(e);
            }
        }
    }

    private void namespace(Json.ObjectOf json, RawNamespace namespace) {
        json.onlyKeys(NAMESPACE_KEYS);
        Json annotations = json.get("annotations");
        if (annotations != null) {
            SchemaJsonTypes.annotations(annotations);
            if (namespace.name().name().isEmpty()
                    && !annotations.object().members().isEmpty()) {
                add(new JsonFormatException(
                        json.keyOffset("annotations"), "the empty namespace can't have annotations", ""));
            }
        }
        SchemaJsonTypes types = new SchemaJsonTypes(source, errors);
        Json commonTypes = json.get("commonTypes");
        if (commonTypes != null) {
            commonTypes(commonTypes.object(), types, namespace);
        }
        entityTypes(json.need("entityTypes").object(), types, namespace);
        actions(json.need("actions").object(), types, namespace);
    }

    private void commonTypes(Json.ObjectOf json, SchemaJsonTypes types, RawNamespace namespace) {
        for (Map.Entry<String, Json> member : json.members().entrySet()) {
            RawNamespace.Declared name = declared(json.keyOffset(member.getKey()), member.getKey());
            try {
                requireIdentifier(name);
                namespace.commonTypes().add(new RawNamespace.CommonType(name, types.commonType(member.getValue())));
            } catch (JsonFormatException e) {
                add(e);
            }
        }
    }

    private void entityTypes(Json.ObjectOf json, SchemaJsonTypes types, RawNamespace namespace) {
        for (Map.Entry<String, Json> member : json.members().entrySet()) {
            RawNamespace.Declared name = declared(json.keyOffset(member.getKey()), member.getKey());
            try {
                requireIdentifier(name);
                namespace.entityTypes().add(entityType(name, member.getValue().object(), types));
            } catch (JsonFormatException e) {
                add(e);
            }
        }
    }

    private RawNamespace.EntityTypes entityType(RawNamespace.Declared name, Json.ObjectOf json, SchemaJsonTypes types) {
        Json ids = json.get("enum");
        json.onlyKeys(ids == null ? ENTITY_KEYS : ENUM_KEYS);
        Json annotations = json.get("annotations");
        if (annotations != null) {
            SchemaJsonTypes.annotations(annotations);
        }
        if (ids != null) {
            return new RawNamespace.EntityTypes(List.of(name), List.of(), types.empty(json), null, ids(ids));
        }
        Json shape = json.get("shape");
        Json tags = json.get("tags");
        return new RawNamespace.EntityTypes(
                List.of(name),
                references(json.get("memberOfTypes"), types),
                shape == null ? types.empty(json) : types.type(shape),
                tags == null ? null : types.type(tags),
                null);
    }

    private static List<String> ids(Json json) {
        List<String> ids = new ArrayList<>();
        for (Json id : json.elements()) {
            ids.add(id.text());
        }
        if (ids.isEmpty()) {
            throw new JsonFormatException(json.offset(), "an `enum` without any id", "at least one");
        }
        return ids;
    }

    private static List<RawType.Name> references(@Nullable Json json, SchemaJsonTypes types) {
        List<RawType.Name> names = new ArrayList<>();
        if (json != null) {
            for (Json name : json.elements()) {
                names.add(types.reference(name, RawType.Reference.ENTITY_TYPE));
            }
        }
        return names;
    }

    private void actions(Json.ObjectOf json, SchemaJsonTypes types, RawNamespace namespace) {
        for (Map.Entry<String, Json> member : json.members().entrySet()) {
            try {
                RawNamespace.Declared name = declared(json.keyOffset(member.getKey()), member.getKey());
                namespace.actions().add(action(name, member.getValue().object(), types));
            } catch (JsonFormatException e) {
                add(e);
            }
        }
    }

    private RawNamespace.Actions action(RawNamespace.Declared name, Json.ObjectOf json, SchemaJsonTypes types) {
        json.onlyKeys(ACTION_KEYS);
        Json annotations = json.get("annotations");
        if (annotations != null) {
            SchemaJsonTypes.annotations(annotations);
        }
        if (optional(json, "attributes") != null) {
            throw new JsonFormatException(
                    json.keyOffset("attributes"), "attributes of actions are not supported", "none, or null");
        }
        List<RawNamespace.Group> groups = new ArrayList<>();
        Json memberOf = optional(json, "memberOf");
        if (memberOf != null) {
            for (Json group : memberOf.elements()) {
                groups.add(group(group.object(), types));
            }
        }
        Json appliesTo = optional(json, "appliesTo");
        if (appliesTo == null) {
            return new RawNamespace.Actions(List.of(name), groups, List.of(), List.of(), types.empty(json));
        }
        Json.ObjectOf applies = appliesTo.object();
        applies.onlyKeys(APPLIES_TO_KEYS);
        Json context = applies.get("context");
        return new RawNamespace.Actions(
                List.of(name),
                groups,
                references(applies.need("principalTypes"), types),
                references(applies.need("resourceTypes"), types),
                context == null ? types.empty(applies) : types.type(context));
    }

    private RawNamespace.Group group(Json.ObjectOf json, SchemaJsonTypes types) {
        json.onlyKeys(GROUP_KEYS);
        Json type = optional(json, "type");
        String name = type != null
                ? types.reference(type, RawType.Reference.ENTITY_TYPE).name()
                : "Action";
        return new RawNamespace.Group(span(json.offset()), name, json.need("id").text());
    }

    private static void requireIdentifier(RawNamespace.Declared name) {
        if (!Names.isIdentifier(name.name())) {
            throw new JsonFormatException(
                    name.at().start(),
                    "`" + name.name() + "` can't name a type",
                    "letters, digits and `_`, no keyword");
        }
    }

    /** A member where the form allows null to stand for a missing one. */
    private static @Nullable Json optional(Json.ObjectOf json, String key) {
        Json value = json.get(key);
        return value instanceof Json.Null ? null : value;
    }

    private RawNamespace.Declared declared(int offset, String name) {
        return new RawNamespace.Declared(span(offset), name);
    }

    private Span span(int offset) {
        return new Span(source, offset, offset);
    }

    private void add(JsonFormatException e) {
        errors.add(new SyntaxError(source, e.offset(), e.message(), e.expected()));
    }
}
