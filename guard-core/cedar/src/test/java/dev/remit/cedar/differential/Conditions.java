package dev.remit.cedar.differential;

import dev.remit.cedar.differential.CedarType.Attribute;
import dev.remit.cedar.differential.CedarType.Entity;
import dev.remit.cedar.differential.CedarType.RecordOf;
import dev.remit.cedar.differential.CedarType.Scalar;
import dev.remit.cedar.differential.CedarType.SetOf;
import dev.remit.cedar.differential.World.Kind;
import java.util.ArrayList;
import java.util.List;

/** Makes conditions. */
final class Conditions {
    private static final String BOTH = "$" + Term.SUM + " %s $" + Term.SUM;

    private final Dice dice;
    private final World world;
    private final Expressions expressions;

    Conditions(Dice dice, World world, Expressions expressions) {
        this.dice = dice;
        this.world = world;
        this.expressions = expressions;
    }

    /** Any condition. */
    Term test(int depth) {
        int choice = depth <= 0 ? 19 : dice.below(20);
        if (choice < 3) {
            return chain(dice.chance(0.5), depth);
        }
        if (choice < 5) {
            String signs = dice.pick("!", "!", "!", "!!", "!!!!");
            return Term.form(Term.UNARY, signs + "$" + Term.MEMBER, expressions.of(Scalar.BOOL, depth - 1));
        }
        if (choice < 9) {
            Term guarded = expressions.guarded(depth);
            if (guarded != null) {
                return guarded;
            }
        }
        if (choice < 10) {
            return expressions.of(Scalar.BOOL, 0);
        }
        CedarType type = expressions.someType();
        return test(expressions.of(type, depth - 1), type, depth - 1);
    }

    private Term chain(boolean and, int depth) {
        List<Term> operands = new ArrayList<>();
        for (int i = dice.below(3); i >= -1; i--) {
            operands.add(expressions.of(Scalar.BOOL, depth - 1));
        }
        return and ? Term.chain(Term.AND, " && ", operands) : Term.chain(Term.OR, " || ", operands);
    }

    /** A condition that asks something of a value. */
    Term test(Term value, CedarType type, int depth) {
        if (dice.chance(0.15)) {
            String operator = dice.pick("==", "==", "!=");
            return both(operator, value, expressions.of(expressions.slip() ? expressions.someType() : type, depth - 1));
        }
        if (type instanceof Scalar scalar) {
            return scalar(value, scalar, depth - 1);
        }
        if (type instanceof Entity entity) {
            return entity(value, entity, depth - 1);
        }
        return type instanceof SetOf set ? set(value, set, depth - 1) : record(value, ((RecordOf) type).attributes());
    }

    private static Term both(String operator, Term left, Term right) {
        return Term.form(Term.RELATION, BOTH.formatted(operator), left, right);
    }

    private Term scalar(Term value, Scalar type, int depth) {
        return switch (type) {
            case BOOL -> value;
            case LONG, DATETIME, DURATION -> both(dice.pick("<", "<=", ">", ">="), value, expressions.of(type, depth));
            case STRING ->
                Term.form(Term.RELATION, "$" + Term.SUM + " like $0", value, Term.leaf(Texts.pattern(pattern(), dice)));
            case DECIMAL ->
                expressions.method(
                        dice.pick("lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"),
                        value,
                        expressions.of(Scalar.DECIMAL, depth));
            case IP ->
                dice.chance(0.5)
                        ? expressions.method("isInRange", value, expressions.of(Scalar.IP, depth))
                        : expressions.method(dice.pick("isIpv4", "isIpv6", "isLoopback", "isMulticast"), value);
        };
    }

    /** Texts with stars between, before and behind them, or one text with stars in the place of parts of it. */
    private String pattern() {
        StringBuilder pattern = new StringBuilder();
        if (dice.chance(0.4)) {
            pattern.append(dice.pick(Texts.STRINGS));
            for (int i = dice.between(1, 2); i > 0; i--) {
                int from = pattern.offsetByCodePoints(0, dice.below(pattern.codePointCount(0, pattern.length()) + 1));
                int left = pattern.codePointCount(from, pattern.length());
                pattern.replace(from, pattern.offsetByCodePoints(from, dice.below(Math.min(left, 2) + 1)), "*");
            }
            return pattern.toString();
        }
        for (int i = dice.below(4); i >= 0; i--) {
            pattern.append(dice.chance(0.6) ? "*" : "").append(dice.pick(Texts.STRINGS));
        }
        return pattern.append(dice.pick("", "*", "**")).toString();
    }

    private Term entity(Term value, Entity type, int depth) {
        Kind kind = world.kind(type.name());
        Entity group = kind == null || kind.memberOf().isEmpty() ? type : new Entity(dice.pick(kind.memberOf()));
        return switch (dice.below(8)) {
            case 0 -> both("==", value, expressions.literals().literal(type));
            case 1, 2 -> both("in", value, expressions.of(group, depth));
            case 3 -> both("in", value, expressions.of(new SetOf(group), depth));
            case 4 -> both("is", value, Term.leaf(someType(type)));
            case 5 ->
                Term.form(
                        Term.RELATION,
                        "$" + Term.SUM + " is $0 in $" + Term.SUM,
                        value,
                        Term.leaf(someType(type)),
                        expressions.of(dice.chance(0.7) ? group : new SetOf(group), depth));
            case 6 -> tag(value, kind, depth);
            default -> has(value, kind == null ? List.of() : kind.attributes().attributes());
        };
    }

    private String someType(Entity type) {
        return dice.chance(0.6) ? type.name() : dice.pick(world.kinds()).name();
    }

    private Term tag(Term value, Kind kind, int depth) {
        Term name = expressions.of(Scalar.STRING, dice.chance(0.8) ? 0 : depth);
        Term has = Term.form(Term.MEMBER, "$" + Term.MEMBER + ".hasTag($0)", value, name);
        if (kind == null || kind.tags() == null || dice.chance(0.3)) {
            return has;
        }
        Term tag = Term.form(Term.MEMBER, "$" + Term.MEMBER + ".getTag($0)", value, name);
        return Term.chain(Term.AND, " && ", List.of(has, test(tag, kind.tags(), depth)));
    }

    private Term set(Term value, SetOf type, int depth) {
        String method = dice.pick("contains", "contains", "containsAll", "containsAny", "isEmpty");
        if (method.equals("isEmpty")) {
            return Term.form(Term.MEMBER, "$" + Term.MEMBER + ".isEmpty()", value);
        }
        Term argument = expressions.of(method.equals("contains") ? type.element() : type, depth);
        return Term.form(Term.MEMBER, "$" + Term.MEMBER + "." + method + "($0)", value, argument);
    }

    private Term record(Term value, List<Attribute> attributes) {
        return has(value, attributes);
    }

    /** {@code value has a}, or {@code value has a.b.c}. */
    private Term has(Term value, List<Attribute> attributes) {
        Attribute attribute = attributes.isEmpty() || dice.chance(0.05) ? null : dice.pick(attributes);
        String first = attribute == null ? dice.pick(Texts.NAMES) : attribute.name();
        StringBuilder names = new StringBuilder(Paths.name(first, dice));
        while (names.indexOf("\"") < 0 && dice.chance(0.5)) {
            attribute = inside(attribute);
            String next = attribute == null ? dice.pick("a", "b", "name") : attribute.name();
            if (!Texts.isIdentifier(next)) {
                break;
            }
            names.append('.').append(next);
        }
        return both("has", value, Term.leaf(names.toString()));
    }

    private Attribute inside(Attribute holder) {
        List<Attribute> attributes = List.of();
        if (holder != null && holder.type() instanceof RecordOf record) {
            attributes = record.attributes();
        } else if (holder != null && holder.type() instanceof Entity entity && world.kind(entity.name()) != null) {
            attributes = world.kind(entity.name()).attributes().attributes();
        }
        return attributes.isEmpty() ? null : dice.pick(attributes);
    }
}
