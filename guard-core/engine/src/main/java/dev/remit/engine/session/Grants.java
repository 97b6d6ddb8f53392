package dev.remit.engine.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The grants of one task. Thread-safe; asking whether there is one takes no lock and allocates nothing. */
public final class Grants {
    private static final Grant[] NONE = {};

    private volatile Grant[] live = NONE;

    /** Adds one. */
    synchronized void add(Grant grant) {
        final List<Grant> more = new ArrayList<>(List.of(live));
        more.add(grant);
        live = more.toArray(NONE);
    }

    /** Whether there is any, so that there is something to {@link #reserve}. */
    public boolean isEmpty() {
        return live.length == 0;
    }

    /** Takes a use of a grant that covers the call; null where none does. */
    public @Nullable Grant reserve(String actionId, String resourceText, long nowMs) {
        for (Grant grant : live) {
            if (grant.covers(actionId, resourceText) && !grant.isExpired(nowMs) && grant.reserve()) {
                return grant;
            }
        }
        return null;
    }

    /** Drops those that have no use left or whose time is over. */
    synchronized void drop(long nowMs, Consumer<Grant> dropped) {
        final List<Grant> left = new ArrayList<>();
        for (Grant grant : live) {
            if (grant.isExpired(nowMs) || grant.isSpent()) {
                dropped.accept(grant);
            } else {
                left.add(grant);
            }
        }
        live = left.toArray(NONE);
    }
}
