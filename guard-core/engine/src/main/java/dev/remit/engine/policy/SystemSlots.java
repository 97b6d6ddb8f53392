package dev.remit.engine.policy;

import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.SlotSource;
import org.jspecify.annotations.Nullable;

/** The attributes of {@code context.system}, for a frame: when and where it is asked. Not thread-safe. */
final class SystemSlots {
    /** The first of the numbers by which frames ask; the record's own. */
    static final int FIRST = 64;

    private static final int NOW = FIRST + 1;
    private static final int HOUR = FIRST + 2;
    private static final int WEEKDAY = FIRST + 3;
    private static final int ENVIRONMENT = FIRST + 4;
    private static final int TENANT = FIRST + 5;

    /** The attributes, in the order of their numbers. */
    static final String[] NAMES = {"now", "hour", "weekday", "environment", "tenant"};

    private final @Nullable CompiledPolicies policies;
    private final Surroundings surroundings;

    /** Loading the rules of time zones takes milliseconds: only for policies that ask. */
    private @Nullable LocalClock local;

    private long nowMs;

    SystemSlots(@Nullable CompiledPolicies policies, Surroundings surroundings) {
        this.policies = policies;
        this.surroundings = surroundings;
        if (slot(HOUR) >= 0 || slot(WEEKDAY) >= 0) {
            local = new LocalClock(surroundings.zone());
        }
    }

    private int slot(int attribute) {
        return ContextSlots.slot(policies, "system", NAMES[attribute - FIRST - 1]);
    }

    /** Has the frame ask {@code source}, which hands on what it is asked for here. */
    void serve(RequestFrame frame, SlotSource source) {
        frame.defer(ContextSlots.slot(policies, "system"), source, FIRST);
        for (int attribute = FIRST + 1; attribute <= FIRST + NAMES.length; attribute++) {
            frame.defer(slot(attribute), source, attribute);
        }
    }

    /** @param atMs milliseconds since the epoch */
    void at(long atMs) {
        nowMs = atMs;
    }

    /** See {@link SlotSource#bind}. */
    void bind(RequestFrame frame, int slot, int attribute) {
        if (attribute == FIRST) {
            frame.setRecord(slot);
            return;
        }
        switch (attribute) {
            case NOW -> frame.setDatetime(slot, nowMs);
            case HOUR -> {
                if (local != null) {
                    frame.setLong(slot, local.hour(nowMs));
                }
            }
            case WEEKDAY -> {
                if (local != null) {
                    frame.setLong(slot, local.weekday(nowMs));
                }
            }
            case ENVIRONMENT -> set(frame, slot, surroundings.environment());
            case TENANT -> set(frame, slot, surroundings.tenant());
            default -> throw new IllegalArgumentException("attribute=" + attribute);
        }
    }

    private static void set(RequestFrame frame, int slot, @Nullable String text) {
        if (text != null) {
            frame.setString(slot, text);
        }
    }
}
