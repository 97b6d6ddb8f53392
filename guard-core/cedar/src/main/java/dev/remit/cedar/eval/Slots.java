package dev.remit.cedar.eval;

/** Numbers the attributes of {@code context}: every one while policies are compiled, afterwards those that some policy reads. */
public interface Slots {

    /** The slot of an attribute of a slot. */
    int child(int parent, String name);

    /** Notes that the slot's own value is used, not just asked for attributes. */
    void readsValue(int slot);
}
