package dev.remit.cedar.differential;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.differential.World.Action;
import java.util.ArrayList;
import java.util.List;

/** Makes cases: many with a few policies, some with up to two hundred; half of them without a slip of types. */
final class CaseGenerator {
    private static final int REQUESTS = 12;

    private final Dice dice;
    private final World world;
    private final double slips;

    private CaseGenerator(Dice dice) {
        this.dice = dice;
        this.world = WorldGenerator.generate(dice);
        this.slips = dice.pick(List.of(0.0, 0.0, 0.01, 0.03, 0.08));
    }

    static Case generate(long seed) {
        return new CaseGenerator(new Dice(seed)).generate();
    }

    private Case generate() {
        PolicyGenerator generator = new PolicyGenerator(dice, world, slips);
        List<Term> policies = new ArrayList<>();
        int count = dice.chance(0.85)
                ? dice.between(2, 20)
                : dice.chance(0.7) ? dice.between(21, 60) : dice.between(61, 200);
        int depth = count > 20 ? 3 : 6;
        for (int i = 0; i < count; i++) {
            policies.add(generator.policy(depth));
        }
        List<Term> templates = new ArrayList<>();
        List<Term> links = new ArrayList<>();
        for (int i = dice.chance(0.3) ? dice.between(1, 4) : 0; i > 0; i--) {
            Term template = generator.template("template" + i, depth);
            templates.add(template);
            for (int j = dice.below(4); j > 0; j--) {
                links.add(link("template" + i, "link" + i + j, template.toString()));
            }
        }
        List<Case.Request> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(request());
        }
        return new Case(
                dice.chance(0.5) ? SchemaText.of(world, dice) : SchemaJson.of(world, dice),
                Term.list("", "\n", "", policies),
                Term.list("", "\n", "", templates),
                Term.list("[", ",\n ", "]", links),
                EntityGenerator.entities(dice, world, slips),
                requests);
    }

    private Term link(String template, String id, String text) {
        List<Term> values = new ArrayList<>();
        for (String slot : List.of("?principal", "?resource")) {
            if (text.contains(slot) != dice.chance(slips / 100)) {
                EntityUid uid = dice.pick(world.everyone());
                values.add(Term.leaf('"' + slot + "\": " + new Literals(dice, world, 0).uidJson(uid)));
            }
        }
        return Term.form(
                Term.PRIMARY,
                "{\"templateId\": \"" + template + "\", \"newId\": \"" + id + "\", \"values\": $0}",
                Term.list("{", ", ", "}", values));
    }

    private Case.Request request() {
        Action action = dice.pick(world.applicable());
        Literals literals = new Literals(dice, world, slips);
        return new Case.Request(
                uid(literals, dice.pick(action.principals())),
                Term.leaf(literals.uidJson(
                        dice.chance(0.97)
                                ? action.uid()
                                : literals.entity(action.uid().type()))),
                uid(literals, dice.pick(action.resources())),
                literals.recordJson(action.context()));
    }

    private Term uid(Literals literals, String type) {
        String some = dice.chance(0.95) ? type : dice.pick(world.kinds()).name();
        return Term.leaf(literals.uidJson(literals.entity(some)));
    }
}
