package dev.remit.cedar.differential;

import dev.remit.cedar.differential.CedarType.Attribute;
import dev.remit.cedar.differential.CedarType.Entity;
import dev.remit.cedar.differential.CedarType.RecordOf;
import dev.remit.cedar.differential.CedarType.Scalar;
import dev.remit.cedar.differential.CedarType.SetOf;
import dev.remit.cedar.differential.Paths.Guard;
import dev.remit.cedar.differential.Paths.Path;
import dev.remit.cedar.differential.World.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes expressions of a wanted type; {@link Conditions} makes those that are conditions. */
final class Expressions {
    private static final List<Scalar> SCALARS = List.of(Scalar.values());

    private final Dice dice;
    private final World world;
    private final List<Path> paths;
    private final double slips;
    private final Literals literals;
    private final Conditions conditions;

    /** What this policy is mostly about, so that rare operations meet. */
    private final CedarType favourite;

    /** Guards that hold where the expression will stand. */
    private final Set<String> known = new HashSet<>();

    /** @param slips how probable it is that a part has another type than is wanted, or may be absent */
    Expressions(Dice dice, World world, List<Path> paths, double slips) {
        this.dice = dice;
        this.world = world;
        this.paths = paths;
        this.slips = slips;
        this.literals = new Literals(dice, world, slips * 3);
        this.conditions = new Conditions(dice, world, this);
        this.favourite = dice.pick(SCALARS);
    }

    Literals literals() {
        return literals;
    }

    boolean slip() {
        return dice.chance(slips);
    }

    /** An expression of that type, if no slip happens. */
    Term of(CedarType type, int depth) {
        Term term = any(slip() ? someType() : type, depth);
        if (dice.chance(0.02)) {
            return Term.form(Term.PRIMARY, "($0)", term);
        }
        // Where parentheses were needed it is read otherwise; both engines have to do so alike.
        return slips > 0 && dice.chance(0.005) ? Term.form(Term.PRIMARY, "$0", term) : term;
    }

    private Term any(CedarType type, int depth) {
        if (depth <= 0) {
            Term path = path(type);
            return path != null && dice.chance(0.6) ? path : literals.literal(type);
        }
        int choice = dice.below(20);
        if (type == Scalar.BOOL && choice < 16) {
            return conditions.test(depth);
        }
        if (choice < 9) {
            Term path = path(type);
            if (path != null) {
                return path;
            }
        }
        if (choice < 11) {
            return Term.form(
                    Term.EXPRESSION,
                    "if $0 then $0 else $0",
                    conditions.test(depth - 1),
                    of(type, depth - 1),
                    of(type, depth - 1));
        }
        if (choice < 12) {
            Term holder = Term.form(Term.PRIMARY, "{$0}", field("a", of(type, depth - 1)));
            return Paths.access(holder, slip() ? "b" : "a", dice);
        }
        if (choice < 14) {
            Term tag = tag(type, depth);
            if (tag != null) {
                return tag;
            }
        }
        return choice < 16 ? literals.literal(type) : computed(type, depth - 1);
    }

    private static Term field(String name, Term value) {
        return Term.form(Term.PRIMARY, "$0: $0", Term.leaf(name), value);
    }

    /** A type that occurs. */
    CedarType someType() {
        if (dice.chance(0.15)) {
            return favourite;
        }
        return !paths.isEmpty() && dice.chance(0.6)
                ? dice.pick(paths).type()
                : dice.chance(0.85) ? dice.pick(SCALARS) : new SetOf(dice.pick(SCALARS));
    }

    /** Something of the request that has that type and is there, or null. */
    private Term path(CedarType type) {
        List<Path> fitting = new ArrayList<>();
        for (Path path : paths) {
            if (path.type().equals(type) && (isKnown(path) || dice.chance(slips * 4))) {
                fitting.add(path);
            }
        }
        return fitting.isEmpty() ? null : dice.pick(fitting).term();
    }

    private boolean isKnown(Path path) {
        for (Guard guard : path.guards()) {
            if (!known.contains(guard.text())) {
                return false;
            }
        }
        return true;
    }

    /** {@code a has b && …}, or the same as an {@code if}; null where nothing has to be guarded. */
    Term guarded(int depth) {
        List<Path> open = paths.stream().filter(path -> !isKnown(path)).toList();
        if (open.isEmpty()) {
            return null;
        }
        Path path = dice.pick(open);
        List<Term> operands = new ArrayList<>();
        List<String> added = new ArrayList<>();
        for (Guard guard : path.guards()) {
            operands.add(guard.term());
            if (known.add(guard.text())) {
                added.add(guard.text());
            }
        }
        Term inner = conditions.test(path.term(), path.type(), depth - 1);
        if (dice.chance(0.4)) {
            inner = Term.chain(Term.AND, " && ", List.of(inner, conditions.test(depth - 1)));
        }
        added.forEach(known::remove);
        Term guards = Term.chain(Term.AND, " && ", operands);
        return dice.chance(0.8)
                ? Term.form(Term.AND, "$" + Term.AND + " && $" + Term.RELATION, guards, inner)
                : Term.form(Term.EXPRESSION, "if $0 then $0 else $0", guards, inner, conditions.test(depth - 1));
    }

    /** {@code entity.getTag("name")}, or null where no entity has tags of that type. */
    private Term tag(CedarType type, int depth) {
        List<Kind> kinds =
                world.kinds().stream().filter(kind -> type.equals(kind.tags())).toList();
        if (kinds.isEmpty() || slips == 0) {
            return null;
        }
        Term holder = of(new Entity(dice.pick(kinds).name()), depth - 1);
        return Term.form(Term.MEMBER, "$" + Term.MEMBER + ".getTag($0)", holder, of(Scalar.STRING, 0));
    }

    private Term computed(CedarType type, int depth) {
        if (type instanceof Scalar scalar) {
            return switch (scalar) {
                case LONG -> number(depth);
                case DECIMAL, IP -> literals.literal(type);
                case DATETIME ->
                    dice.chance(0.6)
                            ? method("offset", of(Scalar.DATETIME, depth), of(Scalar.DURATION, depth))
                            : method("toDate", of(Scalar.DATETIME, depth));
                case DURATION ->
                    dice.chance(0.6)
                            ? method("durationSince", of(Scalar.DATETIME, depth), of(Scalar.DATETIME, depth))
                            : method("toTime", of(Scalar.DATETIME, depth));
                default -> any(type, 0);
            };
        }
        if (type instanceof SetOf set) {
            List<Term> elements = new ArrayList<>();
            for (int i = dice.below(slips > 0 ? 4 : 3); i >= 0; i--) {
                elements.add(of(set.element(), depth));
            }
            return slips > 0 && dice.chance(0.1)
                    ? Term.leaf("[]")
                    : Term.list("[", ", ", dice.chance(0.1) ? ", ]" : "]", elements);
        }
        if (type instanceof RecordOf record) {
            List<Term> fields = new ArrayList<>();
            for (Attribute attribute : record.attributes()) {
                if (attribute.required() || dice.chance(0.6)) {
                    fields.add(field(Paths.name(attribute.name(), dice), of(attribute.type(), depth)));
                }
            }
            return Term.list("{", ", ", fields.isEmpty() ? "}" : dice.pick("}", "}", "}", ", }"), fields);
        }
        return any(type, 0);
    }

    private Term number(int depth) {
        return switch (dice.below(6)) {
            case 0 -> Term.chain(Term.SUM, " + ", List.of(of(Scalar.LONG, depth), of(Scalar.LONG, depth)));
            case 1 -> Term.chain(Term.SUM, " - ", List.of(of(Scalar.LONG, depth), of(Scalar.LONG, depth)));
            case 2 -> Term.chain(Term.PRODUCT, " * ", List.of(of(Scalar.LONG, depth), of(Scalar.LONG, depth)));
            case 3 ->
                Term.form(Term.UNARY, dice.pick("-", "-", "--", "----") + "$" + Term.MEMBER, of(Scalar.LONG, depth));
            default ->
                method(
                        dice.pick("toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"),
                        of(Scalar.DURATION, depth));
        };
    }

    /** {@code target.name(argument)}, rarely with one argument too many or too few. */
    Term method(String name, Term target, Term... arguments) {
        List<Term> all = new ArrayList<>(List.of(arguments));
        if (dice.chance(slips / 10)) {
            if (all.isEmpty() || dice.chance(0.5)) {
                all.add(target);
            } else {
                all.clear();
            }
        }
        return Term.form(Term.MEMBER, "$" + Term.MEMBER + "." + name + "$0", target, Term.list("(", ", ", ")", all));
    }
}
