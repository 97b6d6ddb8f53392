package dev.remit.cedar.differential;

import dev.remit.cedar.differential.CedarType.Attribute;
import dev.remit.cedar.differential.CedarType.Entity;
import dev.remit.cedar.differential.CedarType.RecordOf;
import dev.remit.cedar.differential.World.Action;
import dev.remit.cedar.differential.World.Kind;
import java.util.ArrayList;
import java.util.List;

/** What can be reached from the variables of a request of one kind. */
final class Paths {
    private static final int DEPTH = 3;
    private static final int MOST = 80;

    private final World world;
    private final Dice dice;
    private final List<Path> found = new ArrayList<>();

    private Paths(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
    }

    /**
     * Something that can be reached.
     *
     * @param term how it is written
     * @param type its type
     * @param guards attributes on the way that may be absent, each as the condition that it is there
     */
    record Path(Term term, CedarType type, List<Guard> guards) {}

    /** A condition, and its text. */
    record Guard(Term term, String text) {}

    static List<Path> of(World world, Kind principal, Action action, Kind resource, Dice dice) {
        Paths paths = new Paths(world, dice);
        paths.add(new Path(Term.leaf("principal"), new Entity(principal.name()), List.of()), 0);
        paths.add(new Path(Term.leaf("resource"), new Entity(resource.name()), List.of()), 0);
        paths.add(new Path(Term.leaf("context"), action.context(), List.of()), 0);
        paths.add(new Path(Term.leaf("action"), new Entity(action.uid().type()), List.of()), 0);
        return paths.found;
    }

    private void add(Path path, int depth) {
        found.add(path);
        if (depth == DEPTH || found.size() > MOST) {
            return;
        }
        for (Attribute attribute : attributes(path.type())) {
            List<Guard> guards = path.guards();
            if (!attribute.required()) {
                guards = new ArrayList<>(guards);
                Term guard = Term.form(
                        Term.RELATION, "$" + Term.SUM + " has $0", path.term(), Term.leaf(name(attribute.name())));
                guards.add(new Guard(guard, guard.toString()));
            }
            add(new Path(access(path.term(), attribute.name()), attribute.type(), guards), depth + 1);
        }
    }

    private List<Attribute> attributes(CedarType type) {
        if (type instanceof RecordOf record) {
            return record.attributes();
        }
        Kind kind = type instanceof Entity entity ? world.kind(entity.name()) : null;
        return kind == null ? List.of() : kind.attributes().attributes();
    }

    private Term access(Term holder, String name) {
        return access(holder, name, dice);
    }

    private String name(String name) {
        return name(name, dice);
    }

    /** {@code holder.name} or {@code holder["name"]}. */
    static Term access(Term holder, String name, Dice dice) {
        return Texts.isIdentifier(name) && dice.chance(0.85)
                ? Term.form(Term.MEMBER, "$" + Term.MEMBER + "." + name, holder)
                : Term.form(Term.MEMBER, "$" + Term.MEMBER + "[$0]", holder, Term.leaf(Texts.quoted(name, dice)));
    }

    /** As it stands behind {@code has} or in a record. */
    static String name(String name, Dice dice) {
        return Texts.isIdentifier(name) && dice.chance(0.85) ? name : Texts.quoted(name, dice);
    }
}
