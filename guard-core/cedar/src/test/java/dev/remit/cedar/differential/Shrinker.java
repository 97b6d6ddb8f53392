package dev.remit.cedar.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a text smaller for as long as something holds of it: leaves out parts of lists, puts a part in the place of its whole. */
final class Shrinker {
    private static final List<Term> SMALL = List.of(Term.leaf("true"), Term.leaf("1"), Term.leaf("\"\""));

    private final Predicate<Term> holds;
    private Term best;

    private Shrinker(Term first, Predicate<Term> holds) {
        this.best = first;
        this.holds = holds;
    }

    /** A smaller case of which it still holds. */
    static Case shrink(Case first, Predicate<Case> holds) {
        return new Case(shrink(first.root(), root -> Case.isCase(root) && holds.test(new Case(root))));
    }

    /** A smaller text of which it still holds. */
    static Term shrink(Term first, Predicate<Term> holds) {
        Shrinker shrinker = new Shrinker(first, holds);
        int before;
        do {
            before = length(shrinker.best);
            shrinker.shrink(List.of());
        } while (length(shrinker.best) < before);
        return shrinker.best;
    }

    private static int length(Term term) {
        return term.toString().length();
    }

    private boolean attempt(List<Integer> place, Term smaller) {
        Term whole = put(best, place, smaller);
        if (length(whole) >= length(best) || !holds.test(whole)) {
            return false;
        }
        best = whole;
        return true;
    }

    /**
     * Wholes before their parts, so that much goes early.
     *
     * @param place the index of a part of the whole text, of a part of that, and so on
     */
    private void shrink(List<Integer> place) {
        leaveOutParts(place);
        for (Term small : SMALL) {
            if (attempt(place, small)) {
                return;
            }
        }
        for (int i = 0; i < at(place).parts().size(); ) {
            // What stands in its place now has parts of its own.
            i = attempt(place, at(place).parts().get(i)) ? 0 : i + 1;
        }
        for (int i = 0; i < at(place).parts().size(); i++) {
            List<Integer> below = new ArrayList<>(place);
            below.add(i);
            shrink(below);
        }
    }

    /** Halves, then quarters, down to single parts. */
    private void leaveOutParts(List<Integer> place) {
        for (int size = Math.max(1, at(place).parts().size() / 2); size > 0; size /= 2) {
            int from = 0;
            while (at(place) instanceof Term.Sequence list
                    && from < list.parts().size()) {
                int to = Math.min(from + size, list.parts().size());
                boolean enough = list.parts().size() - (to - from) >= list.least();
                if (!enough || !attempt(place, list.without(from, to))) {
                    from = to;
                }
            }
        }
    }

    private Term at(List<Integer> place) {
        Term term = best;
        for (int index : place) {
            term = term.parts().get(index);
        }
        return term;
    }

    private static Term put(Term whole, List<Integer> place, Term part) {
        if (place.isEmpty()) {
            return part;
        }
        List<Term> parts = new ArrayList<>(whole.parts());
        int first = place.get(0);
        parts.set(first, put(parts.get(first), place.subList(1, place.size()), part));
        return whole.with(parts);
    }
}
