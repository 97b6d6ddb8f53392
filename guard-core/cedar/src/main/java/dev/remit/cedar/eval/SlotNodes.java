package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Expr;
import org.jspecify.annotations.Nullable;

/** Attributes of {@code context}, found by slot. */
final class SlotNodes {

    private SlotNodes() {}

    /** {@code context.a.b}. */
    static final class Read extends Node {
        private final int slot;

        Read(Expr at, int slot) {
            super(at);
            this.slot = slot;
        }

        int slot() {
            return slot;
        }

        @Override
        @Nullable
        Value eval(RequestFrame frame) {
            Value value = find(frame, slot, this);
            if (value == BoundSlots.SLOTTED) {
                value = assemble(frame, slot);
            }
            return value != null && value.isInvalid() ? frame.fail(ErrorCode.UNUSABLE_VALUE, this) : value;
        }
    }

    /** {@code context.a has b}. */
    static final class Has extends Node.Test {
        private final int slot;

        Has(Expr at, int slot) {
            super(at);
            this.slot = slot;
        }

        @Override
        int test(RequestFrame frame) {
            if (frame.slots().isBound(slot)) {
                return TRUE;
            }
            SlotTree tree = frame.tree();
            Value holder = find(frame, tree.parent(slot), this);
            if (holder == null) {
                return ERROR;
            }
            return holder == BoundSlots.SLOTTED ? FALSE : AttributeNodes.has(frame, holder, tree.key(slot), this);
        }
    }

    /** What a slot holds, be it bound itself or part of something bound above it. */
    static @Nullable Value find(RequestFrame frame, int slot, Node at) {
        Value value = frame.slots().value(slot);
        if (value != null) {
            return value;
        }
        SlotTree tree = frame.tree();
        Value holder = find(frame, tree.parent(slot), at);
        if (holder == null) {
            return null;
        }
        return holder == BoundSlots.SLOTTED
                ? frame.fail(ErrorCode.ATTRIBUTE_ABSENT, at)
                : AttributeNodes.get(frame, holder, tree.key(slot), at);
    }

    /** The record that a slot and those below it make up. */
    private static RecordValue assemble(RequestFrame frame, int slot) {
        RecordValue record = frame.arena().record();
        for (int child : frame.tree().children(slot)) {
            Value value = frame.slots().value(child);
            if (value != null) {
                record.put(frame.tree().key(child), value == BoundSlots.SLOTTED ? assemble(frame, child) : value);
            }
        }
        record.seal();
        return record;
    }
}
