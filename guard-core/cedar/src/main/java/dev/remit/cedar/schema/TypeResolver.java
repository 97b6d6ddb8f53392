package dev.remit.cedar.schema;

import dev.remit.cedar.parse.SyntaxLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts whole names and the meaning of common types into types. A type that has an error is null and reported once. */
final class TypeResolver {
    private final Declarations declarations;
    private final SchemaErrors errors;
    private final Map<String, Common> commonTypes = new LinkedHashMap<>();

    TypeResolver(List<RawNamespace> namespaces, Declarations declarations, SchemaErrors errors) {
        this.declarations = declarations;
        this.errors = errors;
        for (RawNamespace namespace : namespaces) {
            for (RawNamespace.CommonType type : namespace.commonTypes()) {
                commonTypes.putIfAbsent(namespace.qualify(type.name().name()), new Common(namespace, type));
            }
        }
        resolveCommonTypes();
    }

    /** A common type; what it means, once that is known. */
    private static final class Common {
        final RawNamespace namespace;
        final RawNamespace.CommonType declared;
        final Set<String> needs = new HashSet<>();
        final List<String> neededBy = new ArrayList<>();

        @Nullable
        Sized meaning;

        int open;

        Common(RawNamespace namespace, RawNamespace.CommonType declared) {
            this.namespace = namespace;
            this.declared = declared;
        }
    }

    /** A type with its height and the number of its nodes: common types that double at each step would fill any memory as a tree. */
    private record Sized(Type type, int height, long nodes) {
        Sized(Type type) {
            this(type, 1, 1);
        }
    }

    /** The meaning of a type, or null. */
    @Nullable
    Type resolve(RawNamespace namespace, RawType raw) {
        Sized sized = sized(namespace, raw);
        return sized == null ? null : sized.type;
    }

    /** The meaning of what must be a record, or null. */
    Type.@Nullable RecordOf resolveRecord(RawNamespace namespace, RawType raw, String what) {
        Type type = resolve(namespace, raw);
        if (type == null || type instanceof Type.RecordOf) {
            return (Type.RecordOf) type;
        }
        errors.add(raw.at(), what + " must be a record, not " + type, "");
        return null;
    }

    private @Nullable Sized sized(RawNamespace namespace, RawType raw) {
        if (raw instanceof RawType.Known known) {
            return new Sized(known.type());
        }
        if (raw instanceof RawType.Name name) {
            return named(namespace, name);
        }
        if (raw instanceof RawType.SetOf set) {
            Sized element = sized(namespace, set.element());
            return element == null
                    ? null
                    : limited(raw, new Type.SetOf(element.type), element.height + 1, element.nodes + 1);
        }
        return record(namespace, (RawType.RecordOf) raw);
    }

    private @Nullable Sized record(RawNamespace namespace, RawType.RecordOf raw) {
        Map<String, Type.Attribute> attributes = new HashMap<>();
        int height = 0;
        long nodes = 0;
        for (Map.Entry<String, RawType.Attribute> entry : raw.attributes().entrySet()) {
            Sized type = sized(namespace, entry.getValue().type());
            if (type != null) {
                attributes.put(
                        entry.getKey(),
                        new Type.Attribute(type.type, entry.getValue().required()));
                height = Math.max(height, type.height);
                nodes += type.nodes;
            }
        }
        return attributes.size() < raw.attributes().size()
                ? null
                : limited(raw, new Type.RecordOf(attributes), height + 1, nodes + 1);
    }

    private @Nullable Sized limited(RawType raw, Type type, int height, long nodes) {
        if (height > SyntaxLimits.DEPTH) {
            errors.add(raw.at(), "this type nests deeper than " + SyntaxLimits.DEPTH + " levels", "a flatter one");
            return null;
        }
        if (nodes > SyntaxLimits.TYPE_SIZE) {
            errors.add(
                    raw.at(),
                    "this type has more than " + SyntaxLimits.TYPE_SIZE + " parts, those of its common types counted",
                    "a smaller one");
            return null;
        }
        return new Sized(type, height, nodes);
    }

    private @Nullable Sized named(RawNamespace namespace, RawType.Name name) {
        Declarations.Target target = declarations.find(namespace, name.name(), name.reference());
        if (target == null) {
            declarations.unknown(namespace, name);
            return null;
        }
        if (!target.isCommonType()) {
            return new Sized(new Type.EntityOf(target.name()));
        }
        Common common = commonTypes.get(target.name());
        if (common != null) {
            return common.meaning;
        }
        Type builtIn = declarations.builtIn(target.name());
        return builtIn == null ? null : new Sized(builtIn);
    }

    /** Those first that need no other, so that nothing goes as deep as a chain of them is long. */
    private void resolveCommonTypes() {
        Deque<Common> ready = new ArrayDeque<>();
        for (Map.Entry<String, Common> entry : commonTypes.entrySet()) {
            Common common = entry.getValue();
            collectNeeds(common, common.declared.type());
            common.open = common.needs.size();
            for (String needed : common.needs) {
                needed(needed).neededBy.add(entry.getKey());
            }
            if (common.open == 0) {
                ready.add(common);
            }
        }
        while (!ready.isEmpty()) {
            Common common = ready.remove();
            common.meaning = sized(common.namespace, common.declared.type());
            for (String name : common.neededBy) {
                Common next = needed(name);
                if (--next.open == 0) {
                    ready.add(next);
                }
            }
        }
        reportCycles();
    }

    private Common needed(String name) {
        Common common = commonTypes.get(name);
        if (common == null) {
            throw new IllegalStateException("no common type: name=" + name);
        }
        return common;
    }

    private void collectNeeds(Common common, RawType raw) {
        if (raw instanceof RawType.SetOf set) {
            collectNeeds(common, set.element());
        } else if (raw instanceof RawType.RecordOf record) {
            for (RawType.Attribute attribute : record.attributes().values()) {
                collectNeeds(common, attribute.type());
            }
        } else if (raw instanceof RawType.Name name) {
            Declarations.Target target = declarations.find(common.namespace, name.name(), name.reference());
            if (target != null && target.isCommonType() && commonTypes.containsKey(target.name())) {
                common.needs.add(target.name());
            }
        }
    }

    /** What is still open is on a circle or needs one: going on from need to need always ends on a circle. */
    private void reportCycles() {
        Map<String, Integer> walkOf = new HashMap<>();
        int walk = 0;
        for (Map.Entry<String, Common> entry : commonTypes.entrySet()) {
            String at = entry.getKey();
            walk++;
            while (needed(at).open > 0 && !walkOf.containsKey(at)) {
                walkOf.put(at, walk);
                at = openNeed(needed(at));
            }
            if (Integer.valueOf(walk).equals(walkOf.get(at))) {
                errors.add(
                        needed(at).declared.name().at(), "the common type `" + at + "` is made of itself", circle(at));
            }
        }
    }

    private String openNeed(Common common) {
        String first = "";
        for (String name : common.needs) {
            if (needed(name).open > 0 && (first.isEmpty() || name.compareTo(first) < 0)) {
                first = name;
            }
        }
        return first;
    }

    private String circle(String start) {
        StringBuilder out = new StringBuilder("no circle such as ").append(start);
        String at = start;
        int shown = 0;
        do {
            at = openNeed(needed(at));
            out.append(" → ").append(at);
        } while (!at.equals(start) && ++shown < 10);
        return out.toString();
    }
}
