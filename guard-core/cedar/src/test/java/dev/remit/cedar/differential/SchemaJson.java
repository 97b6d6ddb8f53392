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

/** Writes a world as a schema in JSON, the same thing now one way, now another. */
final class SchemaJson {
    private final Dice dice;

    /** By namespace, its entity types, actions and common types. */
    private final Map<String, List<List<Term>>> declarations = new TreeMap<>();

    /** Where the declaration being written stands. */
    private String namespace = "";

    private int commonTypes;

    private SchemaJson(Dice dice) {
        this.dice = dice;
    }

    static Term of(World world, Dice dice) {
        SchemaJson json = new SchemaJson(dice);
        for (Kind kind : world.kinds()) {
            json.namespace = SchemaText.namespace(kind.name());
            json.declare(0, json.member(SchemaText.simple(kind.name()), json.kind(kind)));
        }
        for (Action action : world.actions()) {
            json.namespace = SchemaText.namespace(action.uid().type());
            json.declare(1, json.member(action.uid().id(), json.action(action)));
        }
        List<Term> all = new ArrayList<>();
        json.declarations.forEach((namespace, lists) -> {
            List<Term> members = new ArrayList<>();
            members.add(Term.form(Term.PRIMARY, "\"entityTypes\": $0", object(lists.get(0))));
            members.add(Term.form(Term.PRIMARY, "\"actions\": $0", object(lists.get(1))));
            if (!lists.get(2).isEmpty()) {
                members.add(Term.form(Term.PRIMARY, "\"commonTypes\": $0", object(lists.get(2))));
            }
            all.add(json.member(namespace, object(members)));
        });
        return object(all);
    }

    private void declare(int kind, Term member) {
        declarations
                .computeIfAbsent(namespace, key -> List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()))
                .get(kind)
                .add(member);
    }

    private static Term object(List<Term> members) {
        return Term.list("{", ", ", "}", members);
    }

    private static Term array(List<Term> elements) {
        return Term.list("[", ", ", "]", elements);
    }

    private Term member(String name, Term value) {
        return Term.form(Term.PRIMARY, "$0: $0", text(name), value);
    }

    private Term text(String text) {
        return Term.leaf(Texts.json(text, dice));
    }

    private Term kind(Kind kind) {
        List<Term> members = new ArrayList<>();
        if (!kind.choices().isEmpty()) {
            members.add(
                    member("enum", array(kind.choices().stream().map(this::text).toList())));
            return object(members);
        }
        if (!kind.memberOf().isEmpty() || dice.chance(0.3)) {
            members.add(member("memberOfTypes", names(kind.memberOf())));
        }
        if (!kind.attributes().attributes().isEmpty() || dice.chance(0.3)) {
            members.add(member("shape", object(record(kind.attributes()))));
        }
        if (kind.tags() != null) {
            members.add(member("tags", object(type(kind.tags()))));
        }
        annotate(members);
        return object(members);
    }

    private Term action(Action action) {
        List<Term> members = new ArrayList<>();
        if (!action.groups().isEmpty()) {
            members.add(member(
                    "memberOf", array(action.groups().stream().map(this::group).toList())));
        }
        if (!action.isGroup()) {
            List<Term> applies = new ArrayList<>();
            applies.add(member("principalTypes", names(action.principals())));
            applies.add(member("resourceTypes", names(action.resources())));
            if (!action.context().attributes().isEmpty() || dice.chance(0.3)) {
                applies.add(member("context", object(type(action.context()))));
            }
            members.add(member("appliesTo", object(applies)));
        }
        annotate(members);
        return object(members);
    }

    private void annotate(List<Term> members) {
        if (dice.chance(0.1)) {
            members.add(Term.leaf("\"annotations\": {\"doc\": \"x\"}"));
        }
    }

    private Term group(EntityUid uid) {
        List<Term> members = new ArrayList<>(List.of(member("id", text(uid.id()))));
        if (dice.chance(0.4)) {
            members.add(member("type", text(dice.chance(0.5) && !namespace.isEmpty() ? "Action" : uid.type())));
        }
        return object(members);
    }

    private Term names(List<String> names) {
        return array(names.stream().map(this::reference).toList());
    }

    private Term reference(String name) {
        boolean same = SchemaText.namespace(name).equals(namespace);
        return text(same && dice.chance(0.7) ? SchemaText.simple(name) : name);
    }

    /** The members of a type's object. */
    private List<Term> type(CedarType type) {
        if (dice.chance(0.07)) {
            String name = "Type" + commonTypes++;
            declare(2, member(name, object(written(type))));
            String whole = namespace.isEmpty() || dice.chance(0.8) ? name : namespace + "::" + name;
            return dice.chance(0.5)
                    ? named("EntityOrCommon", text(whole))
                    : new ArrayList<>(List.of(member("type", text(whole))));
        }
        return written(type);
    }

    private List<Term> written(CedarType type) {
        if (type instanceof Scalar scalar) {
            return switch (scalar) {
                case BOOL -> primitive("Bool", "Boolean");
                case LONG -> primitive("Long", "Long");
                case STRING -> primitive("String", "String");
                case DECIMAL -> extension("decimal");
                case IP -> extension("ipaddr");
                case DATETIME -> extension("datetime");
                case DURATION -> extension("duration");
            };
        }
        if (type instanceof Entity entity) {
            return named(dice.pick("Entity", "Entity", "EntityOrCommon"), reference(entity.name()));
        }
        if (type instanceof SetOf set) {
            List<Term> members = new ArrayList<>(List.of(Term.leaf("\"type\": \"Set\"")));
            members.add(member("element", object(type(set.element()))));
            return members;
        }
        return record((RecordOf) type);
    }

    private List<Term> primitive(String name, String asType) {
        return dice.chance(0.15)
                ? named("EntityOrCommon", text(dice.chance(0.5) ? "__cedar::" + name : name))
                : new ArrayList<>(List.of(member("type", text(asType))));
    }

    private List<Term> extension(String name) {
        return dice.chance(0.2)
                ? named("EntityOrCommon", text(dice.chance(0.5) ? "__cedar::" + name : name))
                : named("Extension", text(name));
    }

    private List<Term> named(String type, Term name) {
        List<Term> members = new ArrayList<>(List.of(Term.leaf("\"type\": \"" + type + '"')));
        members.add(Term.form(Term.PRIMARY, "\"name\": $0", name));
        return members;
    }

    private List<Term> record(RecordOf record) {
        List<Term> attributes = new ArrayList<>();
        for (Attribute attribute : record.attributes()) {
            List<Term> members = type(attribute.type());
            if (!attribute.required() || dice.chance(0.3)) {
                members.add(member("required", Term.leaf(Boolean.toString(attribute.required()))));
            }
            attributes.add(member(attribute.name(), object(members)));
        }
        List<Term> members = new ArrayList<>(List.of(Term.leaf("\"type\": \"Record\"")));
        members.add(member("attributes", object(attributes)));
        return members;
    }
}
