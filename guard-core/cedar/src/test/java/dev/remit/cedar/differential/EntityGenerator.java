package dev.remit.cedar.differential;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.differential.World.Action;
import dev.remit.cedar.differential.World.Kind;
import java.util.ArrayList;
import java.util.List;

/** Makes the entities of a world known: attributes, tags, and parents without circles. */
final class EntityGenerator {
    private static final double KNOWN = 0.85;

    private final Dice dice;
    private final World world;
    private final Literals literals;

    /** An entity's parents stand behind it. */
    private final List<EntityUid> order;

    private EntityGenerator(Dice dice, World world, double slips) {
        this.dice = dice;
        this.world = world;
        this.literals = new Literals(dice, world, slips);
        this.order = dice.some(world.everyone(), Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 1);
    }

    /** Entities JSON. */
    static Term entities(Dice dice, World world, double slips) {
        return new EntityGenerator(dice, world, slips).entities();
    }

    private Term entities() {
        List<Term> entities = new ArrayList<>();
        for (Kind kind : world.kinds()) {
            for (EntityUid uid : world.pool().getOrDefault(kind.name(), List.of())) {
                if (dice.chance(KNOWN)) {
                    entities.add(entity(uid, literals.recordJson(kind.attributes()), parents(uid, kind), tags(kind)));
                }
            }
        }
        for (Action action : world.actions()) {
            if (dice.chance(0.97)) {
                Term none = Term.list("{", ", ", "}", List.of());
                List<Term> groups =
                        action.groups().stream().map(this::reference).toList();
                entities.add(entity(action.uid(), none, Term.list("[", ", ", "]", groups), none));
            }
        }
        return Term.list("[", ",\n ", "]", entities);
    }

    private Term entity(EntityUid uid, Term attributes, Term parents, Term tags) {
        if (tags.parts().isEmpty()) {
            return Term.form(
                    Term.PRIMARY, "{\"uid\": $0, \"attrs\": $0, \"parents\": $0}", reference(uid), attributes, parents);
        }
        return Term.form(
                Term.PRIMARY,
                "{\"uid\": $0, \"attrs\": $0, \"parents\": $0, \"tags\": $0}",
                reference(uid),
                attributes,
                parents,
                tags);
    }

    private Term reference(EntityUid uid) {
        String json = literals.uidJson(uid);
        return Term.leaf(dice.chance(0.1) ? "{\"__entity\": " + json + "}" : json);
    }

    private Term parents(EntityUid uid, Kind kind) {
        List<EntityUid> possible = order.subList(order.indexOf(uid) + 1, order.size()).stream()
                .filter(parent -> kind.memberOf().contains(parent.type()))
                .toList();
        List<Term> parents = new ArrayList<>();
        for (EntityUid parent : dice.some(possible, 0, 3)) {
            parents.add(reference(parent));
        }
        return Term.list("[", ", ", "]", parents);
    }

    private Term tags(Kind kind) {
        List<Term> tags = new ArrayList<>();
        if (kind.tags() != null) {
            for (String name : dice.some(Texts.STRINGS, 0, 6)) {
                tags.add(literals.member(name, literals.json(kind.tags())));
            }
        }
        return Term.list("{", ", ", "}", tags);
    }
}
