package dev.remit.cedar.json;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Names;
import java.util.List;

/** The objects that stand for Cedar values which JSON has no literal for. Stateless. */
public final class JsonEscapes {
    /** {@code {"__entity": {"type": …, "id": …}}}. */
    public static final String ENTITY = "__entity";

    /** {@code {"__extn": {"fn": …, "arg": …}}}. */
    public static final String EXTENSION = "__extn";

    /** Was an expression in Cedar 1; only there to be refused. */
    public static final String EXPRESSION = "__expr";

    private JsonEscapes() {}

    /** {@code {"type": …, "id": …}}, also inside {@code __entity}. */
    public static EntityUid uid(Json json) {
        Json.ObjectOf object = json.object();
        if (object.has(ENTITY)) {
            object.onlyKeys(List.of(ENTITY));
            object = object.need(ENTITY).object();
        }
        object.onlyKeys(List.of("type", "id"));
        return EntityUid.of(typeName(object.need("type")), object.need("id").text());
    }

    /** The name of an entity type, with its namespaces. */
    public static String typeName(Json json) {
        String name = json.text();
        if (!Names.isPath(name) || Names.isReserved(name)) {
            throw new JsonFormatException(json.offset(), "`" + name + "` is no type name", "");
        }
        return name;
    }

    /** The error that {@link #EXPRESSION} is. */
    public static JsonFormatException expression(Json.ObjectOf object) {
        return new JsonFormatException(object.offset(), "`" + EXPRESSION + "` is not supported", '`' + EXTENSION + '`');
    }
}
