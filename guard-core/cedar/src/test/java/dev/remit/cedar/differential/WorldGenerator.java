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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes schemas. */
final class WorldGenerator {
    private static final List<String> KINDS = List.of("User", "Group", "Doc", "Folder", "Host", "Agent", "Team");
    private static final List<String> ACTIONS = List.of("view", "edit", "delete", "call", "list", "a \"b\"", "\0", "é");
    private static final List<String> GROUPS = List.of("any", "read", "write", "all");

    private final Dice dice;
    private final List<String> names = new ArrayList<>();

    private WorldGenerator(Dice dice) {
        this.dice = dice;
    }

    static World generate(Dice dice) {
        return new WorldGenerator(dice).world();
    }

    private World world() {
        String namespace = dice.pick("", "", "", "App::", "A::B::");
        for (String name : dice.some(KINDS, 2, 5)) {
            names.add((dice.chance(0.1) ? "Other::" : namespace) + name);
        }
        List<Kind> kinds = new ArrayList<>();
        Map<String, List<EntityUid>> pool = new LinkedHashMap<>();
        for (String name : names) {
            List<String> ids = dice.some(Texts.IDS, 2, dice.chance(0.2) ? 12 : 5);
            pool.put(name, ids.stream().map(id -> EntityUid.of(name, id)).toList());
            if (dice.chance(0.1)) {
                List<String> choices = dice.some(ids, Math.max(1, ids.size() - 1), ids.size());
                kinds.add(new Kind(name, List.of(), new RecordOf(List.of()), null, choices));
            } else {
                CedarType tags = dice.chance(0.35) ? type(1) : null;
                kinds.add(new Kind(name, dice.some(names, 0, 3), record(1, 6, 2), tags, List.of()));
            }
        }
        return new World(kinds, actions(namespace + "Action"), pool);
    }

    private List<Action> actions(String type) {
        List<Action> actions = new ArrayList<>();
        List<EntityUid> groups = new ArrayList<>();
        for (String id : dice.some(GROUPS, 0, 3)) {
            EntityUid uid = EntityUid.of(type, id);
            actions.add(new Action(uid, dice.some(groups, 0, 2), List.of(), List.of(), new RecordOf(List.of())));
            groups.add(uid);
        }
        for (String id : dice.some(ACTIONS, 1, 4)) {
            actions.add(new Action(
                    EntityUid.of(type, id),
                    dice.some(groups, 0, 2),
                    dice.some(names, 1, 2),
                    dice.some(names, 1, 2),
                    record(0, 6, 2)));
        }
        return actions;
    }

    private RecordOf record(int least, int most, int depth) {
        List<Attribute> attributes = new ArrayList<>();
        for (String name : dice.some(Texts.NAMES, least, most)) {
            attributes.add(new Attribute(name, type(depth), dice.chance(0.7)));
        }
        return new RecordOf(attributes);
    }

    private CedarType type(int depth) {
        int choice = dice.below(depth > 0 ? 14 : 10);
        if (choice < 3) {
            return choice == 0 ? Scalar.BOOL : choice == 1 ? Scalar.LONG : Scalar.STRING;
        }
        if (choice < 8) {
            return dice.pick(List.of(Scalar.values()));
        }
        if (choice < 10) {
            return new Entity(dice.pick(names));
        }
        return choice < 12 ? new SetOf(type(depth - 1)) : record(0, 4, depth - 1);
    }
}
