package dev.remit.cedar.eval;

import dev.remit.cedar.ast.BinaryOp;
import java.util.List;

/**
 * Questions to one attribute of {@code context} and a constant, of which most conditions are made. Each answers the common case by itself and
 * leaves all others, with their errors, to the node for any two operands.
 */
final class SlotTests {

    private SlotTests() {}

    /** What all of them have: the attribute's slot, and the node for all but the common case. */
    private abstract static class SlotTest extends Node.Test {
        final int slot;
        final Node general;

        SlotTest(Node general, int slot) {
            super(general.at());
            this.slot = slot;
            this.general = general;
        }
    }

    /** {@code < <= > >=} with a constant Long. */
    static final class Between extends SlotTest {
        private final long low;
        private final long high;

        private Between(Node general, int slot, long low, long high) {
            super(general, slot);
            this.low = low;
            this.high = high;
        }

        @Override
        boolean addBounds(List<SlotBound> bounds) {
            return bounds.add(SlotBound.within(slot, low, high));
        }

        /** That the slot's Long stands so to the bound. */
        static Node of(Node general, int slot, BinaryOp op, long bound) {
            return switch (op) {
                case LESS_OR_EQUAL -> new Between(general, slot, Long.MIN_VALUE, bound);
                case GREATER_OR_EQUAL -> new Between(general, slot, bound, Long.MAX_VALUE);
                case LESS -> bound == Long.MIN_VALUE ? general : new Between(general, slot, Long.MIN_VALUE, bound - 1);
                case GREATER ->
                    bound == Long.MAX_VALUE ? general : new Between(general, slot, bound + 1, Long.MAX_VALUE);
                default -> general;
            };
        }

        @Override
        int test(RequestFrame frame) {
            BoundSlot bound = frame.slots().at(slot);
            if (bound.held != BoundSlot.LONG) {
                return general.test(frame);
            }
            long value = bound.number;
            return value >= low && value <= high ? TRUE : FALSE;
        }
    }

    /** {@code ==} and {@code !=} with a constant Long. */
    static final class EqualLong extends SlotTest {
        private final long wanted;
        private final boolean negated;

        EqualLong(Node general, int slot, long wanted, boolean negated) {
            super(general, slot);
            this.wanted = wanted;
            this.negated = negated;
        }

        @Override
        boolean addBounds(List<SlotBound> bounds) {
            return bounds.add(
                    negated
                            ? SlotBound.within(slot, Long.MIN_VALUE, Long.MAX_VALUE)
                            : SlotBound.within(slot, wanted, wanted));
        }

        @Override
        int test(RequestFrame frame) {
            BoundSlot bound = frame.slots().at(slot);
            if (bound.held != BoundSlot.LONG) {
                return general.test(frame);
            }
            return (bound.number == wanted) != negated ? TRUE : FALSE;
        }
    }

    /** {@code ==} and {@code !=} with a constant String. */
    static final class EqualString extends SlotTest {
        private final StringValue wanted;
        private final boolean negated;

        EqualString(Node general, int slot, StringValue wanted, boolean negated) {
            super(general, slot);
            this.wanted = wanted;
            this.negated = negated;
        }

        @Override
        boolean addBounds(List<SlotBound> bounds) {
            return bounds.add(
                    SlotBound.beginning(slot, negated ? "" : wanted.text().toString()));
        }

        @Override
        int test(RequestFrame frame) {
            BoundSlot bound = frame.slots().at(slot);
            if (bound.held != BoundSlot.TEXT) {
                return general.test(frame);
            }
            return bound.text().sameAs(wanted) != negated ? TRUE : FALSE;
        }
    }

    /** {@code like}. */
    static final class Like extends SlotTest {
        private final Glob glob;

        Like(Node general, int slot, Glob glob) {
            super(general, slot);
            this.glob = glob;
        }

        @Override
        boolean addBounds(List<SlotBound> bounds) {
            return bounds.add(SlotBound.beginning(slot, glob.first()));
        }

        @Override
        int test(RequestFrame frame) {
            BoundSlot bound = frame.slots().at(slot);
            if (bound.held != BoundSlot.TEXT) {
                return general.test(frame);
            }
            return glob.matches(bound.text()) ? TRUE : FALSE;
        }
    }
}
