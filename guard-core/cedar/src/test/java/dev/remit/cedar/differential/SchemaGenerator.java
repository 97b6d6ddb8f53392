package dev.remit.cedar.differential;

import java.util.List;

/** Schemas with few names in few namespaces, so that the names meet: most are refused for something. */
final class SchemaGenerator {
    private static final List<String> NAMESPACES = List.of("", "", "X", "Y", "X::Y");
    private static final List<String> NAMES = List.of(
            "A", "B", "C", "T", "U", "Long", "Bool", "decimal", "Action", "Set", "String", "type", "entity", "__cedar");
    private static final List<String> ACTIONS = List.of("a", "b", "\"c\"", "d", "x", "\"y z\"");
    private static final List<String> GROUPS = List.of(
            "a", "b", "[a, \"c\"]", "X::Action::\"a\"", "Action::\"b\"", "[Y::Action::\"x\"]", "X::Y::Action::\"a\"");

    private final Dice dice;

    private SchemaGenerator(Dice dice) {
        this.dice = dice;
    }

    /** A schema in Cedar's syntax. */
    static String generate(Dice dice) {
        return new SchemaGenerator(dice).schema();
    }

    private String schema() {
        StringBuilder out = new StringBuilder();
        for (int i = dice.between(1, 3); i > 0; i--) {
            String namespace = dice.pick(NAMESPACES);
            out.append(namespace.isEmpty() ? "" : "namespace " + namespace + " {\n");
            for (int j = dice.between(1, 4); j > 0; j--) {
                out.append(declaration()).append('\n');
            }
            out.append(namespace.isEmpty() ? "" : "}\n");
        }
        for (String name : List.of("A", "B", "C")) {
            out.append(dice.chance(0.7) ? "entity " + name + ";\n" : "");
        }
        return out.toString();
    }

    private String declaration() {
        return switch (dice.below(4)) {
            case 0 -> "type " + name() + " = " + type(0) + ';';
            case 1 -> entity();
            default -> action();
        };
    }

    private String entity() {
        String names = "entity " + name() + maybe(0.2, ", " + name());
        if (dice.chance(0.2)) {
            return names + " enum [\"a\"" + maybe(0.5, ", \"b\"") + "];";
        }
        return names
                + maybe(0.3, " in " + entityTypes())
                + maybe(0.5, dice.pick(" = ", " ") + record(0))
                + maybe(0.2, " tags " + type(0))
                + ';';
    }

    private String action() {
        String context = maybe(0.5, ", context: " + (dice.chance(0.5) ? record(0) : reference()));
        return "action " + dice.pick(ACTIONS) + maybe(0.3, " in " + dice.pick(GROUPS))
                + maybe(
                        0.6,
                        " appliesTo { principal: " + entityTypes() + ", resource: " + entityTypes() + context
                                + maybe(0.5, ",") + " }")
                + ';';
    }

    private String maybe(double probability, String text) {
        return dice.chance(probability) ? text : "";
    }

    private String name() {
        return dice.chance(0.7) ? dice.pick("A", "B", "C", "T", "U") : dice.pick(NAMES);
    }

    private String reference() {
        if (dice.chance(0.3)) {
            return dice.pick("X", "Y", "X::Y", "__cedar") + "::" + dice.pick(NAMES);
        }
        return dice.chance(0.5) ? dice.pick("Long", "String", "Bool", "ipaddr") : dice.pick(NAMES);
    }

    private String entityTypes() {
        return switch (dice.below(8)) {
            case 0, 1, 2 -> dice.pick("A", "B", "C", "T", "Action", "X::A", "Y::B", "Long");
            case 3 -> "[]";
            case 4 -> "[A, B]";
            default -> '[' + dice.pick("A", "B", "C", "X::A", "X::Y::C") + ']';
        };
    }

    private String type(int depth) {
        return switch (dice.below(depth > 3 ? 3 : 5)) {
            case 0, 1, 2 -> reference();
            case 3 -> "Set<" + type(depth + 1) + '>';
            default -> record(depth + 1);
        };
    }

    private String record(int depth) {
        StringBuilder out = new StringBuilder("{");
        int count = dice.below(3);
        for (int i = 0; i < count; i++) {
            out.append('a').append(i).append(dice.pick(": ", "?: ", " ? : ")).append(type(depth));
            out.append(i < count - 1 || dice.chance(0.5) ? ", " : "");
        }
        return out.append('}').toString();
    }
}
