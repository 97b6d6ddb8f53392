package dev.remit.cedar.differential;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.differential.CedarType.Scalar;
import dev.remit.cedar.differential.Paths.Path;
import dev.remit.cedar.differential.World.Action;
import dev.remit.cedar.differential.World.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes policies about a world. */
final class PolicyGenerator {
    private static final List<String> WORDS = List.of("a", "if", "principal", "in", "_", "when", "permit", "A1");

    private final Dice dice;
    private final World world;
    private final double slips;
    private final double forbids;
    private final double open;
    private final Literals literals;

    /** By the types and action of a request. */
    private final Map<List<Object>, List<Path>> paths = new HashMap<>();

    /** @param slips how probable it is that a part of an expression has not the type that it should */
    PolicyGenerator(Dice dice, World world, double slips) {
        this.dice = dice;
        this.world = world;
        this.slips = slips;
        this.forbids = dice.pick(List.of(0.0, 0.05, 0.2, 0.5));
        this.open = dice.pick(List.of(0.1, 0.5, 0.9));
        this.literals = new Literals(dice, world, 0);
    }

    /** A template with one slot or two. */
    Term template(String id, int depth) {
        boolean both = dice.chance(0.5);
        boolean principal = both || dice.chance(0.5);
        Term policy = policy(depth, principal, both || !principal);
        return Term.form(Term.PRIMARY, "@id(\"" + id + "\") $0", policy);
    }

    /** A policy; its conditions are about one kind of request, its scope mostly too. */
    Term policy(int depth) {
        return policy(depth, false, false);
    }

    private Term policy(int depth, boolean principalSlot, boolean resourceSlot) {
        Action action = dice.pick(world.applicable());
        Kind principal = kind(action.principals());
        Kind resource = kind(action.resources());
        List<Path> reachable = paths.computeIfAbsent(
                List.of(principal.name(), action.uid(), resource.name()),
                request -> Paths.of(world, principal, action, resource, dice));
        Expressions expressions = new Expressions(dice, world, reachable, slips);
        List<Term> conditions = new ArrayList<>();
        for (int i = dice.pick(List.of(0, 0, 1, 1, 1, 1, 2, 2, 3)); i > 0; i--) {
            String word = dice.chance(0.75) ? "when" : "unless";
            conditions.add(Term.form(
                    Term.PRIMARY, word + " { $0 }", expressions.of(Scalar.BOOL, dice.between(depth / 2, depth))));
        }
        return Term.form(
                Term.PRIMARY,
                "$0$0($0, $0, $0$0) $0;",
                annotations(),
                Term.leaf(dice.chance(forbids) ? "forbid" : "permit"),
                principalSlot ? slot("principal", principal) : scope("principal", principal),
                actionScope(action),
                resourceSlot ? slot("resource", resource) : scope("resource", resource),
                Term.leaf(dice.chance(0.05) ? "," : ""),
                Term.list("", dice.pick(" ", "\n    ", " // }\n    "), "", conditions));
    }

    private Kind kind(List<String> names) {
        Kind kind = world.kind(dice.pick(names));
        if (kind == null) {
            throw new IllegalStateException("unknown type in " + names);
        }
        return kind;
    }

    private Term annotations() {
        List<Term> annotations = new ArrayList<>();
        for (String word : dice.some(WORDS, 0, dice.chance(0.2) ? 2 : 0)) {
            annotations.add(Term.leaf('@'
                    + word
                    + (dice.chance(0.3) ? "" : '(' + Texts.quoted(dice.pick(Texts.STRINGS), dice) + ')')
                    + ' '));
        }
        return Term.list("", "", "", annotations);
    }

    private Term scope(String variable, Kind kind) {
        String type = dice.chance(0.9) ? kind.name() : dice.pick(world.kinds()).name();
        Term group = literals.entityLiteral(group(kind));
        return constraint(
                variable,
                switch (dice.below(8)) {
                    case 0 -> Term.form(Term.PRIMARY, " == $0", literals.entityLiteral(literals.entity(type)));
                    case 1, 2 -> Term.form(Term.PRIMARY, " in $0", group);
                    case 3, 4, 5 -> Term.leaf(" is " + type);
                    default -> Term.form(Term.PRIMARY, " is " + type + " in $0", group);
                });
    }

    private Term slot(String variable, Kind kind) {
        return Term.leaf(
                switch (dice.below(4)) {
                    case 0 -> variable + " == ?" + variable;
                    case 1, 2 -> variable + " in ?" + variable;
                    default -> variable + " is " + kind.name() + " in ?" + variable;
                });
    }

    private EntityUid group(Kind kind) {
        List<String> types = new ArrayList<>(kind.memberOf());
        types.add(kind.name());
        return literals.entity(
                dice.chance(0.95) ? dice.pick(types) : dice.pick(world.kinds()).name());
    }

    private Term actionScope(Action action) {
        return constraint(
                "action",
                switch (dice.below(7)) {
                    case 0, 1, 2 -> Term.form(Term.PRIMARY, " == $0", literals.entityLiteral(action.uid()));
                    case 3, 4 -> Term.form(Term.PRIMARY, " in $0", literals.entityLiteral(someAction(action)));
                    default -> {
                        List<Term> uids = new ArrayList<>();
                        for (int i = dice.below(4); i > 0; i--) {
                            uids.add(literals.entityLiteral(someAction(action)));
                        }
                        yield Term.form(Term.PRIMARY, " in $0", Term.list("[", ", ", "]", uids));
                    }
                });
    }

    private EntityUid someAction(Action action) {
        if (dice.chance(0.5)) {
            return action.groups().isEmpty() ? action.uid() : dice.pick(action.groups());
        }
        return dice.pick(world.actions()).uid();
    }

    /** What is asked of a variable may be left out. */
    private Term constraint(String variable, Term asked) {
        return Term.list(variable, "", "", dice.chance(open) ? List.of() : List.of(asked));
    }
}
