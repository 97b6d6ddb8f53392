package dev.remit.cedar.differential;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.differential.CedarType.RecordOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the policies, entities and requests of one case are about: a schema, and the entities that may be named. Immutable.
 *
 * @param kinds the entity types
 * @param actions the actions and their groups; a group stands before its members
 * @param pool for each entity type the entities that a case may name, known or not
 */
record World(List<Kind> kinds, List<Action> actions, Map<String, List<EntityUid>> pool) {

    /**
     * An entity type.
     *
     * @param choices the ids of an {@code enum} type, which has nothing else; empty for any ids
     */
    record Kind(
            String name,
            List<String> memberOf,
            RecordOf attributes,
            @Nullable CedarType tags,
            List<String> choices) {}

    /** An action; one that is a group only applies to nothing. */
    record Action(
            EntityUid uid, List<EntityUid> groups, List<String> principals, List<String> resources, RecordOf context) {

        boolean isGroup() {
            return principals.isEmpty();
        }
    }

    /** The entity type of that name, or null. */
    @Nullable
    Kind kind(String name) {
        for (Kind kind : kinds) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return null;
    }

    /** The actions that are no groups. */
    List<Action> applicable() {
        return actions.stream().filter(action -> !action.isGroup()).toList();
    }

    /** All entities that may be named, actions too. */
    List<EntityUid> everyone() {
        List<EntityUid> all = new ArrayList<>();
        pool.values().forEach(all::addAll);
        actions.forEach(action -> all.add(action.uid()));
        return all;
    }
}
