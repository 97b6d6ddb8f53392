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

    /** The first of the words: most have no other. */
    private final long word;

    private final Set<EntityUid> unknown;

    Ancestors(BitSet known, Set<EntityUid> unknown) {
        int first = Math.max(known.nextSetBit(0), 0) >> 6;
        long[] all = known.toLongArray();
        this.firstWord = first;
        this.words = first >= all.length ? new long[0] : Arrays.copyOfRange(all, first, all.length);
        this.word = words.length == 0 ? 0 : words[0];
        this.unknown = Set.copyOf(unknown);
    }

    boolean has(ResolvedEntity entity) {
        return entity.index() < 0 ? !unknown.isEmpty() && unknown.contains(entity.uid()) : has(entity.index());
    }

    /** Whether the entity of that number is among them. */
    boolean has(int index) {
        int at = (index >> 6) - firstWord;
        if (at == 0) {
            return (word >>> index & 1) != 0;
        }
        return at > 0 && at < words.length && (words[at] >>> index & 1) != 0;
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
