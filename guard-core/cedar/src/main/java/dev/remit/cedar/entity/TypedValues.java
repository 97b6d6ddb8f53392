package dev.remit.cedar.entity;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.ast.ExtensionType;
import dev.remit.cedar.ast.Quoted;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonEscapes;
import dev.remit.cedar.json.JsonFormatException;
import dev.remit.cedar.schema.EntityType;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cedar values out of JSON whose type a schema knows: entities and values of extensions need not say that they are some, and what has another type is an error.
 */
final class TypedValues {
    private static final int SHOWN_IDS = 10;

    private final Schema schema;

    TypedValues(Schema schema) {
        this.schema = schema;
    }

    Value value(Json json, Type type) {
        if (type instanceof Type.RecordOf record) {
            return record(json, record);
        }
        if (type instanceof Type.SetOf set) {
            return set(json, set);
        }
        if (type instanceof Type.EntityOf entity) {
            return Value.of(entity(json, entity));
        }
        return type instanceof Type.Extension extension ? extension(json, extension.type()) : primitive(json, type);
    }

    /** Also what a function of an extension gives, such as {@code isIpv4}. */
    private static Value primitive(Json json, Type type) {
        boolean call = json instanceof Json.ObjectOf object && object.has(JsonEscapes.EXTENSION);
        boolean literal = json instanceof Json.Bool || json instanceof Json.Whole || json instanceof Json.Text;
        if (!call && !literal) {
            throw mismatch(json, type);
        }
        return fitting(json, JsonValues.value(json), type);
    }

    /** A value of a primitive or extension type. */
    private static Value fitting(Json json, Value value, Type type) {
        if (!value.kind().toString().equals(type.toString())) {
            throw mismatch(json, type);
        }
        return value;
    }

    private Value set(Json json, Type.SetOf type) {
        if (!(json instanceof Json.ArrayOf array)) {
            throw mismatch(json, type);
        }
        List<Value> elements = new ArrayList<>();
        for (Json element : array.elements()) {
            elements.add(value(element, type.element()));
        }
        return Value.set(elements);
    }

    Value record(Json json, Type.RecordOf type) {
        if (!(json instanceof Json.ObjectOf object) || isEscape(object)) {
            throw mismatch(json, type);
        }
        return Value.record(attributes(object, type));
    }

    private Map<String, Value> attributes(Json.ObjectOf object, Type.RecordOf type) {
        Map<String, Value> attributes = new HashMap<>();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            String name = member.getKey();
            Type.Attribute attribute = declared(object, name, type);
            attributes.put(name, value(member.getValue(), attribute.type()));
        }
        List<String> missing = missing(object, type);
        if (!missing.isEmpty()) {
            throw new JsonFormatException(object.offset(), "the attribute `" + missing.get(0) + "` is missing", "");
        }
        return attributes;
    }

    /** What the schema says of an attribute that stands in the JSON. */
    static Type.Attribute declared(Json.ObjectOf object, String name, Type.RecordOf type) {
        Type.Attribute attribute = type.attributes().get(name);
        if (attribute == null) {
            String near = type.attributeNear(name);
            throw new JsonFormatException(
                    object.keyOffset(name),
                    "the schema has no attribute `" + name + "` here",
                    near == null ? "" : '`' + near + '`');
        }
        return attribute;
    }

    /** The required attributes that the JSON does not have. */
    static List<String> missing(Json.ObjectOf object, Type.RecordOf type) {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, Type.Attribute> attribute : type.attributes().entrySet()) {
            if (attribute.getValue().required() && !object.has(attribute.getKey())) {
                missing.add(attribute.getKey());
            }
        }
        return missing;
    }

    private static boolean isEscape(Json.ObjectOf object) {
        return object.has(JsonEscapes.ENTITY)
                || object.has(JsonEscapes.EXTENSION)
                || object.has(JsonEscapes.EXPRESSION);
    }

    private EntityUid entity(Json json, Type.EntityOf type) {
        if (!(json instanceof Json.ObjectOf object) || object.has(JsonEscapes.EXTENSION)) {
            throw mismatch(json, type);
        }
        EntityUid uid = JsonEscapes.uid(object);
        if (!uid.type().equals(type.name())) {
            throw new JsonFormatException(json.offset(), "`" + uid + "` is no `" + type + "`", "");
        }
        existing(json, uid);
        return uid;
    }

    /** Refuses an entity that the schema says there is not: of an {@code enum} type, or an action. */
    void existing(Json json, EntityUid uid) {
        if (!schema.allows(uid)) {
            EntityType type = schema.entityType(uid.type());
            throw new JsonFormatException(
                    json.offset(), "the schema has no entity `" + uid + '`', type == null ? "" : ids(type));
        }
    }

    private static String ids(EntityType type) {
        StringBuilder out = new StringBuilder();
        List<String> ids = type.ids() == null ? List.of() : type.ids();
        for (String id : ids.subList(0, Math.min(ids.size(), SHOWN_IDS))) {
            out.append(out.isEmpty() ? "one of " : ", ").append(Quoted.of(id));
        }
        return out.append(ids.size() > SHOWN_IDS ? ", …" : "").toString();
    }

    private static Value extension(Json json, ExtensionType type) {
        if (json instanceof Json.ObjectOf object) {
            boolean explicit = object.has(JsonEscapes.EXTENSION);
            if (!explicit && !object.has("fn")) {
                throw mismatch(json, new Type.Extension(type));
            }
            Value value = explicit ? JsonValues.value(json) : JsonValues.extension(object);
            return fitting(json, value, new Type.Extension(type));
        }
        if (!(json instanceof Json.Text text)) {
            throw mismatch(json, new Type.Extension(type));
        }
        try {
            return Value.extension(constructor(type), List.of(Value.of(text.text())));
        } catch (IllegalArgumentException e) {
            throw new JsonFormatException(json.offset(), "this text is no `" + type + "`", "");
        }
    }

    private static ExtensionFunction constructor(ExtensionType type) {
        return switch (type) {
            case DECIMAL -> ExtensionFunction.DECIMAL;
            case IPADDR -> ExtensionFunction.IP;
            case DATETIME -> ExtensionFunction.DATETIME;
            case DURATION -> ExtensionFunction.DURATION;
        };
    }

    private static JsonFormatException mismatch(Json json, Type type) {
        return new JsonFormatException(json.offset(), "unexpected " + json.kind(), "`" + type + '`');
    }
}
