package dev.remit.cedar.schema;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Span;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.cedar.parse.SyntaxLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one schema of what all texts declare. */
final class SchemaResolver {
    private final List<RawNamespace> namespaces;
    private final SchemaErrors errors;
    private final Declarations declarations;
    private final TypeResolver types;
    private final Map<String, List<String>> parentTypes = new LinkedHashMap<>();
    private final Map<EntityUid, List<EntityUid>> groups = new LinkedHashMap<>();
    private final Map<EntityUid, Span> actionSpans = new LinkedHashMap<>();
    private final List<EntityType> entityTypes = new ArrayList<>();
    private final List<ActionType> actions = new ArrayList<>();

    private SchemaResolver(List<RawNamespace> namespaces, SchemaErrors errors) {
        this.namespaces = namespaces;
        this.errors = errors;
        this.declarations = new Declarations(namespaces, errors);
        this.types = new TypeResolver(namespaces, declarations, errors);
    }

    /** The schema; null where errors were added. */
    static @Nullable Schema resolve(List<RawNamespace> namespaces, List<SyntaxError> errors) {
        int before = errors.size();
        SchemaResolver resolver = new SchemaResolver(namespaces, new SchemaErrors(errors));
        resolver.resolve();
        return errors.size() > before ? null : new Schema(resolver.entityTypes, resolver.actions);
    }

    private void resolve() {
        for (RawNamespace namespace : namespaces) {
            for (RawNamespace.EntityTypes declared : namespace.entityTypes()) {
                List<String> parents = List.copyOf(entityTypes(namespace, declared.parents()));
                for (RawNamespace.Declared name : declared.names()) {
                    parentTypes.put(namespace.qualify(name.name()), parents);
                }
            }
            for (RawNamespace.Actions declared : namespace.actions()) {
                List<EntityUid> above = groups(namespace, declared);
                for (RawNamespace.Declared name : declared.names()) {
                    EntityUid uid = uid(namespace, name);
                    groups.put(uid, above);
                    actionSpans.put(uid, name.at());
                }
            }
        }
        Hierarchy<String> typesAbove = new Hierarchy<>(parentTypes);
        Hierarchy<EntityUid> groupsAbove = new Hierarchy<>(groups);
        if (!namespaces.isEmpty() && (typesAbove.isTooLarge() || groupsAbove.isTooLarge())) {
            errors.add(
                    namespaces.get(0).name().at(),
                    "more than " + SyntaxLimits.HIERARCHY_STEPS + " memberships of entity types or actions to follow",
                    "flatter hierarchies");
            return;
        }
        rejectCircles(groupsAbove);
        for (RawNamespace namespace : namespaces) {
            for (RawNamespace.EntityTypes declared : namespace.entityTypes()) {
                addEntityTypes(namespace, declared, typesAbove);
            }
            for (RawNamespace.Actions declared : namespace.actions()) {
                addActions(namespace, declared, groupsAbove);
            }
        }
    }

    private void rejectCircles(Hierarchy<EntityUid> above) {
        for (Map.Entry<EntityUid, Span> action : actionSpans.entrySet()) {
            if (above.above(action.getKey()).contains(action.getKey())) {
                errors.add(action.getValue(), "the action `" + action.getKey() + "` is among its own groups", "");
            }
        }
    }

    private void addEntityTypes(
            RawNamespace namespace, RawNamespace.EntityTypes declared, Hierarchy<String> typesAbove) {
        Type.RecordOf shape = types.resolveRecord(namespace, declared.shape(), "the shape of an entity type");
        RawType tags = declared.tags();
        Type tagType = tags == null ? null : types.resolve(namespace, tags);
        if (shape != null) {
            for (RawNamespace.Declared name : declared.names()) {
                String wholeName = namespace.qualify(name.name());
                entityTypes.add(new EntityType(wholeName, typesAbove.above(wholeName), shape, tagType, declared.ids()));
            }
        }
    }

    private void addActions(RawNamespace namespace, RawNamespace.Actions declared, Hierarchy<EntityUid> groupsAbove) {
        Set<String> principals = Set.copyOf(entityTypes(namespace, declared.principals()));
        Set<String> resources = Set.copyOf(entityTypes(namespace, declared.resources()));
        Type.RecordOf context = types.resolveRecord(namespace, declared.context(), "the context of an action");
        if (context != null) {
            for (RawNamespace.Declared name : declared.names()) {
                EntityUid uid = uid(namespace, name);
                actions.add(new ActionType(uid, groupsAbove.above(uid), principals, resources, context));
            }
        }
    }

    private static EntityUid uid(RawNamespace namespace, RawNamespace.Declared action) {
        return EntityUid.of(namespace.qualify("Action"), action.name());
    }

    private Set<String> entityTypes(RawNamespace namespace, List<RawType.Name> names) {
        Set<String> found = new HashSet<>();
        for (RawType.Name name : names) {
            Declarations.Target target = declarations.find(namespace, name.name(), name.reference());
            if (target == null) {
                declarations.unknown(namespace, name);
            } else if (declarations.hasEntityType(target.name())) {
                found.add(target.name());
            } else {
                errors.add(name.at(), "`" + target.name() + "` is the type of actions", "another entity type");
            }
        }
        return found;
    }

    private List<EntityUid> groups(RawNamespace namespace, RawNamespace.Actions declared) {
        List<EntityUid> found = new ArrayList<>();
        for (RawNamespace.Group group : declared.groups()) {
            EntityUid uid = declarations.find(namespace, group);
            if (uid == null) {
                declarations.unknown(group);
            } else {
                found.add(uid);
            }
        }
        return found;
    }
}
