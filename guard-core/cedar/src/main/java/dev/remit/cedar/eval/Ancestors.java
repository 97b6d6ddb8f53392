package dev.remit.cedar.eval;

import dev.remit.cedar.ast.EntityUid;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;

/**
 * What an entity is in, directly or not: a bit for each entity the snapshot knows, trimmed to the words in use, and by name those it does not know. Immutable.
 */
final class Ancestors {
    static final Ancestors NONE = new Ancestors(new BitSet(), Set.of());

    private final int firstWord;
    private final long[] words;
    private final Set<EntityUid> unknown;

    Ancestors(BitSet known, Set<EntityUid> unknown) {
        int first = Math.max(known.nextSetBit(0), 0) >> 6;
        long[] all = known.toLongArray();
        this.firstWord = first;
        this.words = first >= all.length ? new long[0] : Arrays.copyOfRange(all, first, all.length);
        this.unknown = Set.copyOf(unknown);
    }

    boolean has(ResolvedEntity entity) {
        int index = entity.index();
        if (index < 0) {
            return !unknown.isEmpty() && unknown.contains(entity.uid());
        }
        int word = (index >> 6) - firstWord;
        return word >= 0 && word < words.length && (words[word] >>> index & 1) != 0;
    }

    /** Adds the known ones to a set; for compiling. */
    void addTo(BitSet target) {
        for (int i = 0; i < words.length; i++) {
            for (long rest = words[i]; rest != 0; rest &= rest - 1) {
                target.set((firstWord + i) * Long.SIZE + Long.numberOfTrailingZeros(rest));
            }
        }
    }

    Set<EntityUid> unknown() {
        return unknown;
    }
}
