package dev.remit.cedar.schema;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.ExtensionType;
import dev.remit.cedar.ast.Names;
import dev.remit.cedar.ast.Quoted;
import dev.remit.cedar.ast.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The whole names that all texts of a schema declare, and what a name that someone wrote stands for. */
final class Declarations {
    private static final Set<String> NO_COMMON_TYPES =
            Set.of("Bool", "Boolean", "Entity", "Extension", "Long", "Record", "Set", "String");

    private final SchemaErrors errors;
    private final Map<String, Span> entityTypes = new HashMap<>();
    private final Map<String, Span> commonTypes = new HashMap<>();
    private final Map<EntityUid, Span> actions = new HashMap<>();
    private final Set<String> actionTypes = new HashSet<>();
    private final Map<String, Type> builtIn = new HashMap<>();

    Declarations(List<RawNamespace> namespaces, SchemaErrors errors) {
        this.errors = errors;
        for (RawNamespace namespace : namespaces) {
            declare(namespace);
        }
        rejectShadowing();
        builtIn("Bool", Type.BOOL);
        builtIn("Long", Type.LONG);
        builtIn("String", Type.STRING);
        for (ExtensionType type : ExtensionType.values()) {
            builtIn(type.toString(), new Type.Extension(type));
        }
    }

    /** A name's target: a type that is built in or has a declaration, by its whole name. */
    record Target(String name, boolean isCommonType) {}

    /** Whether such an entity type is declared; the types of actions are not. */
    boolean hasEntityType(String wholeName) {
        return entityTypes.containsKey(wholeName);
    }

    /** Whether such an action is declared. */
    boolean hasAction(EntityUid uid) {
        return actions.containsKey(uid);
    }

    /** The built-in type of that whole name, or null. */
    @Nullable
    Type builtIn(String wholeName) {
        return builtIn.get(wholeName);
    }

    /** What a name stands for, or null: first in its own namespace, then in the empty one; a common type before an entity type. */
    @Nullable
    Target find(RawNamespace namespace, String name, RawType.Reference reference) {
        if (!name.contains("::")) {
            Target near = find(namespace.qualify(name), reference);
            if (near != null) {
                return near;
            }
        }
        return find(name, reference);
    }

    private @Nullable Target find(String wholeName, RawType.Reference reference) {
        if (reference != RawType.Reference.ENTITY_TYPE
                && (commonTypes.containsKey(wholeName) || builtIn.containsKey(wholeName))) {
            return new Target(wholeName, true);
        }
        if (reference != RawType.Reference.COMMON_TYPE
                && (entityTypes.containsKey(wholeName) || actionTypes.contains(wholeName))) {
            return new Target(wholeName, false);
        }
        return null;
    }

    /** The action that a group's name stands for, or null. */
    @Nullable
    EntityUid find(RawNamespace namespace, RawNamespace.Group group) {
        if (!group.type().contains("::")) {
            EntityUid near = EntityUid.of(namespace.qualify(group.type()), group.id());
            if (actions.containsKey(near)) {
                return near;
            }
        }
        EntityUid uid = EntityUid.of(group.type(), group.id());
        return actions.containsKey(uid) ? uid : null;
    }

    /** The error of a name that stands for nothing. */
    void unknown(RawNamespace namespace, RawType.Name name) {
        List<String> names = new ArrayList<>();
        if (name.reference() != RawType.Reference.COMMON_TYPE) {
            names.addAll(entityTypes.keySet());
        }
        if (name.reference() != RawType.Reference.ENTITY_TYPE) {
            names.addAll(commonTypes.keySet());
            names.addAll(builtIn.keySet());
        }
        String suggestion = Suggestion.of(namespace.name().name(), name.name(), names);
        errors.add(
                name.at(),
                "unknown " + name.reference() + " `" + name.name() + "`",
                suggestion == null ? "" : '`' + suggestion + '`');
    }

    /** The error of a group that is no action. */
    void unknown(RawNamespace.Group group) {
        List<String> ids = new ArrayList<>();
        for (EntityUid action : actions.keySet()) {
            ids.add(action.id());
        }
        String near = Suggestion.near(group.id(), ids);
        errors.add(
                group.at(),
                "unknown action `" + EntityUid.of(group.type(), group.id()) + '`',
                near == null ? "" : Quoted.of(near));
    }

    private void declare(RawNamespace namespace) {
        if (Names.isReserved(namespace.name().name())) {
            errors.add(namespace.name().at(), "the name `" + Names.CEDAR + "` is reserved", "another name");
        }
        for (RawNamespace.CommonType type : namespace.commonTypes()) {
            RawNamespace.Declared name = type.name();
            if (NO_COMMON_TYPES.contains(name.name())) {
                errors.add(name.at(), "`" + name.name() + "` can't name a common type", "another name");
            }
            declareType(namespace, name, "common type", commonTypes);
        }
        for (RawNamespace.EntityTypes types : namespace.entityTypes()) {
            for (RawNamespace.Declared name : types.names()) {
                if (name.name().equals("Action")) {
                    errors.add(name.at(), "`Action` is the type of actions and can't be declared", "another name");
                }
                declareType(namespace, name, "entity type", entityTypes);
            }
        }
        for (RawNamespace.Actions declared : namespace.actions()) {
            for (RawNamespace.Declared name : declared.names()) {
                EntityUid uid = EntityUid.of(namespace.qualify("Action"), name.name());
                actionTypes.add(uid.type());
                Span first = actions.putIfAbsent(uid, name.at());
                if (first != null) {
                    twice(name.at(), "action `" + uid + '`', first);
                }
            }
        }
    }

    private void declareType(
            RawNamespace namespace, RawNamespace.Declared name, String what, Map<String, Span> declared) {
        if (name.name().equals(Names.CEDAR)) {
            errors.add(name.at(), "the name `" + Names.CEDAR + "` is reserved", "another name");
        }
        String wholeName = namespace.qualify(name.name());
        Span first = declared.putIfAbsent(wholeName, name.at());
        if (first != null) {
            twice(name.at(), what + " `" + wholeName + '`', first);
        }
    }

    private void twice(Span at, String what, Span first) {
        errors.add(at, "the " + what + " is already declared at " + first, "");
    }

    /** What has a namespace must not hide what has none: names without a namespace would change their meaning. */
    private void rejectShadowing() {
        for (Map<String, Span> declared : List.of(entityTypes, commonTypes)) {
            for (Map.Entry<String, Span> type : declared.entrySet()) {
                String name = type.getKey();
                int colon = name.lastIndexOf(':');
                String simple = name.substring(colon + 1);
                Span hidden = entityTypes.getOrDefault(simple, commonTypes.get(simple));
                if (colon >= 0 && hidden != null) {
                    hides(type.getValue(), "`" + name + '`', "`" + simple + '`', hidden);
                }
            }
        }
        for (Map.Entry<EntityUid, Span> action : actions.entrySet()) {
            EntityUid uid = action.getKey();
            EntityUid simple = EntityUid.of("Action", uid.id());
            Span hidden = actions.get(simple);
            if (hidden != null && !uid.equals(simple)) {
                hides(action.getValue(), "`" + uid + '`', "`" + simple + '`', hidden);
            }
        }
    }

    private void hides(Span at, String what, String hidden, Span declaredAt) {
        errors.add(
                at, what + " hides " + hidden + " of the empty namespace, declared at " + declaredAt, "another name");
    }

    private void builtIn(String name, Type type) {
        builtIn.put(Names.CEDAR + "::" + name, type);
        if (!entityTypes.containsKey(name) && !commonTypes.containsKey(name)) {
            builtIn.put(name, type);
        }
    }
}
