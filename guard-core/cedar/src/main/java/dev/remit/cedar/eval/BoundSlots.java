package dev.remit.cedar.eval;

import org.jspecify.annotations.Nullable;

/** What a request binds to the slots of {@code context}. Belongs to one frame. */
final class BoundSlots {
    /** The value of a slot that holds a record whose attributes are slots themselves. */
    static final RecordValue SLOTTED = new RecordValue();

    private final SlotTree tree;
    private final BoundSlot[] slots;
    private final int[] touched;
    private int touchedCount;

    BoundSlots(SlotTree tree) {
        this.tree = tree;
        this.slots = new BoundSlot[tree.size()];
        for (int slot = 0; slot < slots.length; slot++) {
            // Slots are numbered behind what they are in.
            int parent = tree.parent(slot);
            slots[slot] = new BoundSlot(parent == SlotTree.NONE ? null : slots[parent]);
        }
        this.touched = new int[tree.size()];
        reset();
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
        return slots[slot];
    }

    boolean isBound(int slot) {
        return slots[slot].held != BoundSlot.NOTHING;
    }

    /** The value of a slot; null where nothing is bound. */
    @Nullable
    Value value(int slot) {
        return slots[slot].value();
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
        if (slots[slot].held != BoundSlot.NOTHING) {
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
        if (bound.held == BoundSlot.NOTHING) {
            touched[touchedCount++] = slot;
        }
        BoundSlot parent = bound.parent;
        if (parent != null && parent.held != BoundSlot.SLOTTED) {
            makeRecord(tree.parent(slot));
        }
        return bound;
    }

    private void makeRecord(int slot) {
        if (slots[slot].held != BoundSlot.NOTHING) {
            throw new IllegalStateException("bound as a whole already: attribute=" + tree.name(slot));
        }
        touch(slot).held = BoundSlot.SLOTTED;
    }

    /** Takes back what is bound to a slot and below it. */
    void unbind(int slot) {
        int kept = 0;
        for (int i = 0; i < touchedCount; i++) {
            if (isAtOrBelow(touched[i], slot)) {
                slots[touched[i]].clear();
            } else {
                touched[kept++] = touched[i];
            }
        }
        touchedCount = kept;
        if (slot == 0) {
            clearContext();
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
