package dev.remit.cedar.eval;

/**
 * What a condition needs of one slot: that it holds what can be told by a number, and that the number, as far as the mask goes, lies within
 * bounds. Immutable.
 *
 * @param slot the slot
 * @param kind {@link BoundSlot#LONG} or {@link BoundSlot#TEXT}, whose number is its {@link TextHead}
 * @param mask the bits that count
 * @param low the least number
 * @param high the greatest
 */
record SlotBound(int slot, byte kind, long mask, long low, long high) {

    static SlotBound within(int slot, long low, long high) {
        return new SlotBound(slot, BoundSlot.LONG, -1, low, high);
    }

    /** A text that begins so; with the empty literal, any text. */
    static SlotBound beginning(int slot, String literal) {
        long head = TextHead.of(literal);
        return new SlotBound(slot, BoundSlot.TEXT, TextHead.mask(literal), head, head);
    }
}
