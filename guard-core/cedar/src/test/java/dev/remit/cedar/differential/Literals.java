package dev.remit.cedar.differential;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.differential.CedarType.Attribute;
import dev.remit.cedar.differential.CedarType.Entity;
import dev.remit.cedar.differential.CedarType.RecordOf;
import dev.remit.cedar.differential.CedarType.Scalar;
import dev.remit.cedar.differential.CedarType.SetOf;
import java.util.ArrayList;
import java.util.List;

/** Values, as policies write them and as JSON does. */
final class Literals {
    private static final List<Long> LONGS = List.of(
            0L,
            1L,
            1L,
            -1L,
            2L,
            3L,
            10L,
            41L,
            42L,
            43L,
            -42L,
            100L,
            1000L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            Long.MAX_VALUE - 1,
            Long.MIN_VALUE + 1,
            1L << 31,
            1L << 32,
            3037000500L,
            -3037000500L,
            Long.MAX_VALUE / 2 + 1);

    private final Dice dice;
    private final World world;

    /** How probable it is that a text is no decimal, address and so on. */
    private final double slips;

    Literals(Dice dice, World world, double slips) {
        this.dice = dice;
        this.world = world;
        this.slips = slips;
    }

    long number() {
        return dice.chance(0.9) ? dice.pick(LONGS) : dice.anyLong() >> dice.below(64);
    }

    /** For an extension's constructor; mostly one that is right. */
    String text(Scalar type) {
        if (type == Scalar.STRING) {
            return dice.pick(Texts.STRINGS);
        }
        if (!dice.chance(slips)) {
            return dice.pick(right(type));
        }
        return dice.chance(0.5)
                ? dice.pick(wrong(type))
                : Texts.changed(dice.pick(right(type)), "0159.:-+/TZdhms af", dice);
    }

    private static List<String> right(Scalar type) {
        return switch (type) {
            case DECIMAL -> Texts.DECIMALS;
            case IP -> Texts.IPS;
            case DATETIME -> Texts.DATETIMES;
            default -> Texts.DURATIONS;
        };
    }

    private static List<String> wrong(Scalar type) {
        return switch (type) {
            case DECIMAL -> Texts.NO_DECIMALS;
            case IP -> Texts.NO_IPS;
            case DATETIME -> Texts.NO_DATETIMES;
            default -> Texts.NO_DURATIONS;
        };
    }

    /** The name of an extension's constructor. */
    static String function(Scalar type) {
        return switch (type) {
            case DECIMAL -> "decimal";
            case IP -> "ip";
            case DATETIME -> "datetime";
            case DURATION -> "duration";
            default -> throw new IllegalArgumentException(type.name());
        };
    }

    /** An entity of that type that may be named, or one that nobody knows. */
    EntityUid entity(String type) {
        List<EntityUid> pool = new ArrayList<>(world.pool().getOrDefault(type, List.of()));
        world.actions().stream()
                .map(World.Action::uid)
                .filter(uid -> uid.type().equals(type))
                .forEach(pool::add);
        return pool.isEmpty() || dice.chance(0.03) ? EntityUid.of(type, "nobody") : dice.pick(pool);
    }

    Term entityLiteral(EntityUid uid) {
        return Term.leaf(uid.type() + "::" + Texts.quoted(uid.id(), dice));
    }

    /** In a policy. */
    Term literal(CedarType type) {
        if (type instanceof Scalar scalar) {
            return switch (scalar) {
                case BOOL -> Term.leaf(dice.pick("true", "false"));
                case LONG -> {
                    long number = number();
                    yield Term.leaf(number < 0 ? Term.UNARY : Term.PRIMARY, Long.toString(number));
                }
                case STRING -> Term.leaf(Texts.quoted(text(scalar), dice));
                case DATETIME -> datetime();
                default ->
                    Term.form(Term.MEMBER, function(scalar) + "($0)", Term.leaf(Texts.quoted(text(scalar), dice)));
            };
        }
        if (type instanceof Entity entity) {
            return entityLiteral(entity(entity.name()));
        }
        List<Term> parts = new ArrayList<>();
        if (type instanceof SetOf set) {
            for (int i = dice.below(4); i >= 0; i--) {
                parts.add(literal(set.element()));
            }
            return Term.list("[", ", ", "]", parts);
        }
        for (Attribute attribute : ((RecordOf) type).attributes()) {
            if (attribute.required() || dice.chance(0.6)) {
                parts.add(Term.form(
                        Term.PRIMARY,
                        "$0: $0",
                        Term.leaf(Paths.name(attribute.name(), dice)),
                        literal(attribute.type())));
            }
        }
        return Term.list("{", ", ", "}", parts);
    }

    /** What can be written as one is far from the smallest and largest there are. */
    private Term datetime() {
        Term datetime = Term.leaf("datetime(" + Texts.quoted(text(Scalar.DATETIME), dice) + ")");
        if (dice.chance(0.85)) {
            return datetime;
        }
        String extreme =
                dice.pick("9223372036854775807ms", "-9223372036854775808ms", "-106751991167d", "106751991167d");
        return Term.form(Term.MEMBER, "$7.offset(duration(\"" + extreme + "\"))", datetime);
    }

    /** In entities and contexts. */
    Term json(CedarType type) {
        if (dice.chance(slips / 4)) {
            return json(dice.pick(List.of(Scalar.values())));
        }
        if (type instanceof Scalar scalar) {
            return switch (scalar) {
                case BOOL -> Term.leaf(dice.pick("true", "false"));
                case LONG -> Term.leaf(Long.toString(number()));
                case STRING -> Term.leaf(Texts.json(text(scalar), dice));
                default ->
                    Term.leaf("{\"__extn\": {\"fn\": \"" + function(scalar) + "\", \"arg\": "
                            + Texts.json(valid(scalar), dice) + "}}");
            };
        }
        if (type instanceof Entity entity) {
            return Term.leaf("{\"__entity\": " + uidJson(entity(entity.name())) + "}");
        }
        if (type instanceof SetOf set) {
            List<Term> elements = new ArrayList<>();
            for (int i = dice.chance(0.02) ? 40 : dice.below(5); i > 0; i--) {
                elements.add(json(set.element()));
            }
            return Term.list("[", ", ", "]", elements);
        }
        return recordJson((RecordOf) type);
    }

    Term recordJson(RecordOf type) {
        List<Term> members = new ArrayList<>();
        for (Attribute attribute : type.attributes()) {
            if (attribute.required() ? !dice.chance(slips / 4) : dice.chance(0.6)) {
                members.add(member(attribute.name(), json(attribute.type())));
            }
        }
        return Term.list("{", ", ", "}", members);
    }

    Term member(String name, Term value) {
        return Term.form(Term.PRIMARY, "$0: $0", Term.leaf(Texts.json(name, dice)), value);
    }

    String uidJson(EntityUid uid) {
        return "{\"type\": \"" + uid.type() + "\", \"id\": " + Texts.json(uid.id(), dice) + "}";
    }

    /** One wrong text would make all the entities useless. */
    private String valid(Scalar type) {
        return new Literals(dice, world, 0).text(type);
    }
}
