package dev.remit.cedar;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.schema.ActionType;
import dev.remit.cedar.schema.EntityType;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes a schema in the JSON form, all names whole. */
public final class SchemaJsonPrinter {
    private final Map<String, Map<String, Object>> namespaces = new TreeMap<>();

    private SchemaJsonPrinter() {}

    public static String print(Schema schema) throws IOException {
        SchemaJsonPrinter printer = new SchemaJsonPrinter();
        for (EntityType type : schema.entityTypes()) {
            printer.put(type.name(), "entityTypes", simple(type.name()), entityType(type));
        }
        for (ActionType action : schema.actions()) {
            printer.put(action.uid().type(), "actions", action.uid().id(), action(action));
        }
        return TestJson.write(printer.namespaces);
    }

    @SuppressWarnings("unchecked")
    private void put(String wholeName, String kind, String name, Object declaration) {
        String namespace = wholeName.contains("::") ? wholeName.substring(0, wholeName.lastIndexOf("::")) : "";
        Map<String, Object> members = namespaces.computeIfAbsent(namespace, k -> {
            Map<String, Object> empty = new LinkedHashMap<>();
            empty.put("entityTypes", new LinkedHashMap<String, Object>());
            empty.put("actions", new LinkedHashMap<String, Object>());
            return empty;
        });
        ((Map<String, Object>) members.get(kind)).put(name, declaration);
    }

    private static String simple(String wholeName) {
        return wholeName.substring(wholeName.lastIndexOf(':') + 1);
    }

    private static Map<String, Object> entityType(EntityType type) {
        if (type.ids() != null) {
            return Map.of("enum", type.ids());
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("memberOfTypes", new ArrayList<>(new TreeSet<>(type.ancestors())));
        members.put("shape", type(type.attributes()));
        if (type.tags() != null) {
            members.put("tags", type(type.tags()));
        }
        return members;
    }

    private static Map<String, Object> action(ActionType action) {
        List<Object> groups = new ArrayList<>();
        for (EntityUid group : new TreeSet<>(action.ancestors())) {
            groups.add(Map.of("type", group.type(), "id", group.id()));
        }
        Map<String, Object> appliesTo = new LinkedHashMap<>();
        appliesTo.put("principalTypes", new ArrayList<>(new TreeSet<>(action.principals())));
        appliesTo.put("resourceTypes", new ArrayList<>(new TreeSet<>(action.resources())));
        appliesTo.put("context", type(action.context()));
        return Map.of("memberOf", groups, "appliesTo", appliesTo);
    }

    private static Map<String, Object> type(Type type) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (type instanceof Type.SetOf set) {
            members.put("type", "Set");
            members.put("element", type(set.element()));
        } else if (type instanceof Type.EntityOf entity) {
            members.put("type", "Entity");
            members.put("name", entity.name());
        } else if (type instanceof Type.Extension extension) {
            members.put("type", "Extension");
            members.put("name", extension.type().toString());
        } else if (type instanceof Type.RecordOf record) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            record.attributes().forEach((name, attribute) -> {
                Map<String, Object> attributeType = type(attribute.type());
                attributeType.put("required", attribute.required());
                attributes.put(name, attributeType);
            });
            members.put("type", "Record");
            members.put("attributes", attributes);
        } else {
            members.put("type", type == Type.BOOL ? "Boolean" : type.toString());
        }
        return members;
    }
}
