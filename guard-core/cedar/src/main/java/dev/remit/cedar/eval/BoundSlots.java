package dev.remit.cedar.eval;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a request binds to the slots of {@code context}. Belongs to one frame. */
final class BoundSlots {
    /** The value of a slot that holds a record whose attributes are slots themselves. */
    static final RecordValue SLOTTED = new RecordValue();

    private final RequestFrame frame;
    private final SlotTree tree;
    private final BoundSlot[] slots;

    /** Whether a slot, or one below it, has a source. */
    private final boolean[] sourced;

    private final int[] touched;
    private int touchedCount;

    BoundSlots(RequestFrame frame, SlotTree tree) {
        this.frame = frame;
        this.tree = tree;
        this.sourced = new boolean[tree.size()];
        this.slots = new BoundSlot[tree.size()];
        for (int slot = 0; slot < slots.length; slot++) {
            // Slots are numbered behind what they are in.
            int parent = tree.parent(slot);
            slots[slot] = new BoundSlot(parent == SlotTree.NONE ? null : slots[parent]);
        }
        this.touched = new int[tree.size()];
        reset();
    }

    /** From now on each request's slot is bound by the source when it is first asked for. */
    void defer(int slot, SlotSource source, int attribute) {
        BoundSlot bound = slots[slot];
        bound.source = source;
        bound.attribute = attribute;
        if (bound.held == BoundSlot.NOTHING) {
            bound.held = BoundSlot.DEFERRED;
        }
        for (int up = slot; up != SlotTree.NONE; up = tree.parent(up)) {
            sourced[up] = true;
        }
    }

    /** Forgets the request. */
    void reset() {
        for (int i = 0; i < touchedCount; i++) {
            slots[touched[i]].clear();
        }
        touchedCount = 0;
        clearContext();
    }

    /** The context itself is always there. */
    private void clearContext() {
        if (slots[0].held != BoundSlot.SLOTTED) {
            slots[0].clear();
            slots[0].held = BoundSlot.SLOTTED;
        }
    }

    BoundSlot at(int slot) {
        BoundSlot bound = slots[slot];
        if (bound.held == BoundSlot.DEFERRED) {
            supply(slot, bound);
        }
        return bound;
    }

    private void supply(int slot, BoundSlot bound) {
        touched[touchedCount++] = slot;
        bound.held = BoundSlot.ABSENT;
        Objects.requireNonNull(bound.source).bind(frame, slot, bound.attribute);
    }

    boolean isBound(int slot) {
        BoundSlot bound = at(slot);
        return bound.held != BoundSlot.NOTHING && bound.held != BoundSlot.ABSENT;
    }

    /** Whether it is bound slot by slot. */
    boolean isRecord(int slot) {
        return slots[slot].held == BoundSlot.SLOTTED;
    }

    /** The value of a slot; null where nothing is bound. */
    @Nullable
    Value value(int slot) {
        return at(slot).value();
    }

    /** Binds a Long in place of all that was bound to the slot or below it. */
    void replaceLong(int slot, long value) {
        replaced(slot).setLong(value);
    }

    /** Binds a String, which must be well-formed, in place of all that was bound to the slot or below it. */
    void replaceText(int slot, CharSequence base, int start, int end) {
        replaced(slot).setText(base, start, end);
    }

    /** Binds a value in place of all that was bound to the slot or below it. */
    void replace(int slot, Value value) {
        replaced(slot).set(value);
    }

    private BoundSlot replaced(int slot) {
        byte held = slots[slot].held;
        if (held != BoundSlot.NOTHING && held != BoundSlot.ABSENT) {
            unbind(slot);
        }
        return touch(slot);
    }

    /** Binds a slot; the records it lies in are present then, too. */
    void put(int slot, Value value) {
        touch(slot).set(value);
    }

    private BoundSlot touch(int slot) {
        BoundSlot bound = slots[slot];
        if (!bound.isSettled()) {
            touched[touchedCount++] = slot;
        }
        BoundSlot parent = bound.parent;
        if (parent != null && parent.held != BoundSlot.SLOTTED) {
            makeRecord(tree.parent(slot));
        }
        return bound;
    }

    private void makeRecord(int slot) {
        if (isBound(slot)) {
            if (slots[slot].held == BoundSlot.SLOTTED) {
                // Its source has just made it one.
                return;
            }
            throw new IllegalStateException("bound as a whole already: attribute=" + tree.name(slot));
        }
        touch(slot).held = BoundSlot.SLOTTED;
    }

    /** Takes back what is bound to a slot and below it. */
    void unbind(int slot) {
        int kept = 0;
        for (int i = 0; i < touchedCount; i++) {
            BoundSlot bound = slots[touched[i]];
            boolean gone = isAtOrBelow(touched[i], slot);
            if (gone) {
                bound.empty();
            }
            if (gone && bound.source == null) {
                bound.held = BoundSlot.NOTHING;
            } else {
                touched[kept++] = touched[i];
            }
        }
        touchedCount = kept;
        if (sourced[slot]) {
            overrule(slot);
        }
        if (slot == 0) {
            clearContext();
        }
    }

    /** What sources have for a slot and for those below it is not asked for in this request. */
    private void overrule(int top) {
        for (int slot = top; slot < slots.length; slot++) {
            if (slots[slot].held == BoundSlot.DEFERRED && isAtOrBelow(slot, top)) {
                slots[slot].held = BoundSlot.ABSENT;
                touched[touchedCount++] = slot;
            }
        }
    }

    private boolean isAtOrBelow(int slot, int top) {
        int up = slot;
        while (up > top) {
            up = tree.parent(up);
        }
        return up == top;
    }
}
