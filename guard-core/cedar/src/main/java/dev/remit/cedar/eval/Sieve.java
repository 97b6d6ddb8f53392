package dev.remit.cedar.eval;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules policies out by the bounds that their conditions begin with. The bounds of many policies lie behind each other, so that those which do not apply are passed over
 * without their trees being touched. Immutable.
 */
final class Sieve {
    /** For fewer policies it is not worth its memory. */
    private static final int WORTHWHILE = 8;

    private final SlotBound[] bounds;

    /** Of each policy, the place behind its last bound. */
    private final int[] ends;

    private Sieve(SlotBound[] bounds, int[] ends) {
        this.bounds = bounds;
        this.ends = ends;
    }

    /** A sieve for those policies; null where it would not help. */
    static @Nullable Sieve of(CompiledPolicy[] policies) {
        if (policies.length < WORTHWHILE) {
            return null;
        }
        List<SlotBound> bounds = new ArrayList<>();
        int[] ends = new int[policies.length];
        for (int i = 0; i < policies.length; i++) {
            policies[i].addBounds(bounds);
            ends[i] = bounds.size();
        }
        return bounds.isEmpty() ? null : new Sieve(bounds.toArray(new SlotBound[0]), ends);
    }

    /** The first policy, from one on, that is not ruled out; the number of policies when there is none. */
    int next(int from, BoundSlots slots) {
        for (int policy = from; policy < ends.length; policy++) {
            if (!isOut(policy, slots)) {
                return policy;
            }
        }
        return ends.length;
    }

    private boolean isOut(int policy, BoundSlots slots) {
        for (int i = policy == 0 ? 0 : ends[policy - 1]; i < ends[policy]; i++) {
            SlotBound bound = bounds[i];
            BoundSlot slot = slots.at(bound.slot());
            if (slot.held != bound.kind()) {
                // Perhaps an error: its condition must say.
                return false;
            }
            long number = slot.number & bound.mask();
            if (number < bound.low() || number > bound.high()) {
                return true;
            }
        }
        return false;
    }
}
