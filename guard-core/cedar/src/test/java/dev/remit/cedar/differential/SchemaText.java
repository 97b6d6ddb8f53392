package dev.remit.cedar.differential;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.differential.CedarType.Attribute;
import dev.remit.cedar.differential.CedarType.Entity;
import dev.remit.cedar.differential.CedarType.RecordOf;
import dev.remit.cedar.differential.CedarType.Scalar;
import dev.remit.cedar.differential.CedarType.SetOf;
import dev.remit.cedar.differential.World.Action;
import dev.remit.cedar.differential.World.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a world as a schema in Cedar's syntax, the same thing now one way, now another. */
final class SchemaText {
    private final Dice dice;

    /** By namespace, the declarations in it. */
    private final Map<String, List<Term>> declarations = new TreeMap<>();

    /** Where the declaration being written stands. */
    private String namespace = "";

    private int commonTypes;

    private SchemaText(Dice dice) {
        this.dice = dice;
    }

    static Term of(World world, Dice dice) {
        SchemaText text = new SchemaText(dice);
        for (Kind kind : world.kinds()) {
            text.declare(kind.name(), text.kind(kind));
        }
        for (Action action : world.actions()) {
            text.declare(action.uid().type(), text.action(action));
        }
        List<Term> all = new ArrayList<>();
        text.declarations.forEach((namespace, terms) -> all.add(
                namespace.isEmpty()
                        ? Term.list("", "\n", "\n", terms)
                        : Term.list("namespace " + namespace + " {\n", "\n", "\n}", terms)));
        return Term.list("", "\n", "", all);
    }

    /** What stands before the last part of a name. */
    static String namespace(String name) {
        int end = name.lastIndexOf("::");
        return end < 0 ? "" : name.substring(0, end);
    }

    /** The last part of a name. */
    static String simple(String name) {
        int end = name.lastIndexOf("::");
        return end < 0 ? name : name.substring(end + 2);
    }

    private void declare(String name, Term declaration) {
        declarations.computeIfAbsent(namespace(name), key -> new ArrayList<>()).add(declaration);
    }

    private Term kind(Kind kind) {
        namespace = namespace(kind.name());
        if (!kind.choices().isEmpty()) {
            return Term.form(
                    Term.PRIMARY,
                    annotation() + "entity " + simple(kind.name()) + " enum $0;",
                    Term.list(
                            "[",
                            ", ",
                            "]",
                            kind.choices().stream().map(this::quoted).toList()));
        }
        List<Term> parts = new ArrayList<>();
        if (!kind.memberOf().isEmpty()) {
            parts.add(Term.form(Term.PRIMARY, " in $0", names(kind.memberOf())));
        }
        if (!kind.attributes().attributes().isEmpty() || dice.chance(0.3)) {
            parts.add(Term.form(Term.PRIMARY, dice.pick(" ", " = ") + "$0", record(kind.attributes())));
        }
        if (kind.tags() != null) {
            parts.add(Term.form(Term.PRIMARY, " tags $0", type(kind.tags())));
        }
        return Term.form(
                Term.PRIMARY, annotation() + "entity " + simple(kind.name()) + "$0;", Term.list("", "", "", parts));
    }

    private Term action(Action action) {
        namespace = namespace(action.uid().type());
        List<Term> parts = new ArrayList<>();
        if (!action.groups().isEmpty()) {
            List<Term> groups = action.groups().stream().map(this::group).toList();
            parts.add(Term.form(Term.PRIMARY, " in $0", Term.list("[", ", ", "]", groups)));
        }
        if (!action.isGroup()) {
            List<Term> members = new ArrayList<>();
            members.add(Term.form(Term.PRIMARY, "principal: $0", names(action.principals())));
            members.add(Term.form(Term.PRIMARY, "resource: $0", names(action.resources())));
            if (!action.context().attributes().isEmpty() || dice.chance(0.3)) {
                members.add(Term.form(Term.PRIMARY, "context: $0", type(action.context())));
            }
            parts.add(Term.form(Term.PRIMARY, " appliesTo $0", Term.list("{ ", ", ", " }", members)));
        }
        return Term.form(
                Term.PRIMARY, annotation() + "action $0$0;", name(action.uid().id()), Term.list("", "", "", parts));
    }

    private String annotation() {
        return dice.chance(0.1) ? dice.pick("@doc(\"x\") ", "@a ", "@if(\"\") ") : "";
    }

    private Term group(EntityUid uid) {
        if (dice.chance(0.6)) {
            return name(uid.id());
        }
        String type = dice.chance(0.5) && !namespace.isEmpty() ? "Action" : uid.type();
        return Term.leaf(type + "::" + Texts.quoted(uid.id(), dice));
    }

    private Term names(List<String> names) {
        List<Term> terms = names.stream().map(this::reference).toList();
        return terms.size() == 1 && dice.chance(0.4) ? terms.get(0) : Term.list("[", ", ", "]", terms);
    }

    /** The whole name, or where it is of the same namespace its last part. */
    private Term reference(String name) {
        return Term.leaf(namespace(name).equals(namespace) && dice.chance(0.7) ? simple(name) : name);
    }

    private Term quoted(String text) {
        return Term.leaf(Texts.quoted(text, dice));
    }

    private Term name(String name) {
        return Term.leaf(Paths.name(name, dice));
    }

    private Term record(RecordOf record) {
        List<Term> attributes = new ArrayList<>();
        for (Attribute attribute : record.attributes()) {
            attributes.add(Term.form(
                    Term.PRIMARY,
                    (dice.chance(0.05) ? "@doc " : "") + "$0" + (attribute.required() ? ": " : "?: ") + "$0",
                    name(attribute.name()),
                    type(attribute.type())));
        }
        return Term.list("{", ", ", attributes.isEmpty() || dice.chance(0.9) ? "}" : ", }", attributes);
    }

    private Term type(CedarType type) {
        if (dice.chance(0.07)) {
            String name = "Type" + commonTypes++;
            declarations
                    .computeIfAbsent(namespace, key -> new ArrayList<>())
                    .add(Term.form(Term.PRIMARY, "type " + name + " = $0;", written(type)));
            return Term.leaf(namespace.isEmpty() || dice.chance(0.8) ? name : namespace + "::" + name);
        }
        return written(type);
    }

    private Term written(CedarType type) {
        if (type instanceof Scalar scalar) {
            String name = switch (scalar) {
                case BOOL -> "Bool";
                case LONG -> "Long";
                case STRING -> "String";
                case DECIMAL -> "decimal";
                case IP -> "ipaddr";
                case DATETIME -> "datetime";
                case DURATION -> "duration";
            };
            return Term.leaf(dice.chance(0.1) ? "__cedar::" + name : name);
        }
        if (type instanceof Entity entity) {
            return reference(entity.name());
        }
        return type instanceof SetOf set
                ? Term.form(Term.PRIMARY, "Set<$0>", type(set.element()))
                : record((RecordOf) type);
    }
}
