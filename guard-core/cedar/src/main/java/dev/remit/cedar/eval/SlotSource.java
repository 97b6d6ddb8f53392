package dev.remit.cedar.eval;

/** Binds attributes of {@code context} when a condition first asks for them, so that those nobody asks for cost a request nothing. */
public interface SlotSource {
    /**
     * Binds the slot, or leaves it alone: the attribute is absent then. Called once a request at most, by the thread that decides or
     * explains it.
     *
     * @param slot the one that was {@linkplain RequestFrame#defer deferred}
     * @param attribute what it was deferred as
     */
    void bind(RequestFrame frame, int slot, int attribute);
}
