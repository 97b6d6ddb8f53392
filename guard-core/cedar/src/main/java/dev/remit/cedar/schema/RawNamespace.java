package dev.remit.cedar.schema;

import dev.remit.cedar.ast.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one text declares in one namespace, as written: what Cedar's schema syntax and the JSON form have in common.
 *
 * @param name the namespace's name; empty for what stands in none
 */
record RawNamespace(Declared name, List<CommonType> commonTypes, List<EntityTypes> entityTypes, List<Actions> actions) {

    RawNamespace(Declared name) {
        this(name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** A whole name in this namespace. */
    String qualify(String simpleName) {
        return name.name().isEmpty() ? simpleName : name.name() + "::" + simpleName;
    }

    /** A name where it is declared. */
    record Declared(Span at, String name) {}

    /** A name for a type. */
    record CommonType(Declared name, RawType type) {}

    /**
     * Entity types that are declared in one go.
     *
     * @param parents the types that their entities may be in
     * @param shape their attributes
     * @param tags the type of their tags, if they have any
     * @param ids the only ids, of an {@code enum} type
     */
    record EntityTypes(
            List<Declared> names,
            List<RawType.Name> parents,
            RawType shape,
            @Nullable RawType tags,
            @Nullable List<String> ids) {}

    /** Actions that are declared in one go; each name is an id. */
    record Actions(
            List<Declared> names,
            List<Group> groups,
            List<RawType.Name> principals,
            List<RawType.Name> resources,
            RawType context) {}

    /**
     * An action that others are in.
     *
     * @param type as written; {@code Action} where only the id is
     */
    record Group(Span at, String type, String id) {}
}
