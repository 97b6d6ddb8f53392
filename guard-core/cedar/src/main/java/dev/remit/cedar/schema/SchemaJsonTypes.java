package dev.remit.cedar.schema;

import dev.remit.cedar.ast.ExtensionType;
import dev.remit.cedar.ast.Names;
import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.ast.Span;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonFormatException;
import dev.remit.cedar.parse.SyntaxError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types in the JSON form of schemas: {@code {"type": …}} with what belongs to that type. */
final class SchemaJsonTypes {
    private static final List<String> PLAIN_KEYS = List.of("type");
    private static final List<String> SET_KEYS = List.of("type", "element");
    private static final List<String> RECORD_KEYS = List.of("type", "attributes", "additionalAttributes");
    private static final List<String> NAMED_KEYS = List.of("type", "name");

    private final SourceText source;
    private final List<SyntaxError> errors;

    SchemaJsonTypes(SourceText source, List<SyntaxError> errors) {
        this.source = source;
        this.errors = errors;
    }

    /** The type of a shape, a context, tags or elements. */
    RawType type(Json json) {
        return type(json.object(), List.of());
    }

    /** A type that has a name, and perhaps annotations. */
    RawType commonType(Json json) {
        Json.ObjectOf object = json.object();
        RawType type = type(object, List.of("annotations"));
        Json annotations = object.get("annotations");
        if (annotations != null) {
            annotations(annotations);
        }
        return type;
    }

    /** A record without attributes, where the text has none. */
    RawType empty(Json.ObjectOf around) {
        return new RawType.RecordOf(span(around), Map.of());
    }

    /** A name of a type, in a string. */
    RawType.Name reference(Json json, RawType.Reference reference) {
        String name = json.text();
        if (!Names.isPath(name)) {
            throw new JsonFormatException(
                    json.offset(), "`" + name + "` is no name", "the name of a type, without spaces");
        }
        return new RawType.Name(span(json), name, reference);
    }

    /** Refuses what are no annotations; they mean nothing to Cedar. */
    static void annotations(Json json) {
        Json.ObjectOf object = json.object();
        for (Map.Entry<String, Json> annotation : object.members().entrySet()) {
            if (!Names.isWord(annotation.getKey())) {
                throw new JsonFormatException(
                        object.keyOffset(annotation.getKey()),
                        "`" + annotation.getKey() + "` can't name an annotation",
                        "letters, digits and `_`");
            }
            if (!(annotation.getValue() instanceof Json.Null)) {
                annotation.getValue().text();
            }
        }
    }

    private RawType type(Json.ObjectOf json, List<String> others) {
        Json tag = json.need("type");
        switch (tag.text()) {
            case "Long" -> {
                return known(json, Type.LONG, PLAIN_KEYS, others);
            }
            case "String" -> {
                return known(json, Type.STRING, PLAIN_KEYS, others);
            }
            case "Boolean" -> {
                return known(json, Type.BOOL, PLAIN_KEYS, others);
            }
            case "Extension" -> {
                only(json, NAMED_KEYS, others);
                return new RawType.Known(span(json), new Type.Extension(extension(json.need("name"))));
            }
            case "Set" -> {
                only(json, SET_KEYS, others);
                return new RawType.SetOf(span(json), type(json.need("element")));
            }
            case "Record" -> {
                return record(json, others);
            }
            case "Entity" -> {
                only(json, NAMED_KEYS, others);
                return reference(json.need("name"), RawType.Reference.ENTITY_TYPE);
            }
            case "EntityOrCommon" -> {
                only(json, NAMED_KEYS, others);
                return reference(json.need("name"), RawType.Reference.ANY);
            }
            default -> {
                only(json, PLAIN_KEYS, others);
                return reference(tag, RawType.Reference.COMMON_TYPE);
            }
        }
    }

    private RawType known(Json.ObjectOf json, Type type, List<String> keys, List<String> others) {
        only(json, keys, others);
        return new RawType.Known(span(json), type);
    }

    private static ExtensionType extension(Json name) {
        String text = name.text();
        for (ExtensionType type : ExtensionType.values()) {
            if (type.toString().equals(text)) {
                return type;
            }
        }
        throw new JsonFormatException(
                name.offset(), "unknown extension type `" + text + "`", "decimal, ipaddr, datetime or duration");
    }

    private RawType record(Json.ObjectOf json, List<String> others) {
        only(json, RECORD_KEYS, others);
        Json additional = json.get("additionalAttributes");
        if (additional != null && additional.bool()) {
            throw new JsonFormatException(
                    json.keyOffset("additionalAttributes"), "records with other attributes are not supported", "false");
        }
        Map<String, RawType.Attribute> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, Json> member :
                json.need("attributes").object().members().entrySet()) {
            try {
                attributes.put(member.getKey(), attribute(member.getValue().object()));
            } catch (JsonFormatException e) {
                errors.add(new SyntaxError(source, e.offset(), e.message(), e.expected()));
            }
        }
        return new RawType.RecordOf(span(json), attributes);
    }

    private RawType.Attribute attribute(Json.ObjectOf json) {
        Json required = json.get("required");
        Json annotations = json.get("annotations");
        if (annotations != null) {
            annotations(annotations);
        }
        RawType type = type(json, List.of("required", "annotations"));
        return new RawType.Attribute(type, required == null || required.bool());
    }

    private static void only(Json.ObjectOf json, List<String> keys, List<String> others) {
        List<String> known = new ArrayList<>(keys);
        known.addAll(others);
        json.onlyKeys(known);
    }

    private Span span(Json json) {
        return new Span(source, json.offset(), json.offset());
    }
}
