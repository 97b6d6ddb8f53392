package dev.remit.engine.policy;

import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.RequestFrame;
import org.jspecify.annotations.Nullable;

/** Where in the frame the attributes of {@code context.system} lie: when and where it is asked. Immutable. */
final class SystemSlots {
    private final int system;
    private final int now;
    private final int hour;
    private final int weekday;
    private final int environment;
    private final int tenant;
    private final @Nullable LocalClock local;
    private final Surroundings surroundings;

    SystemSlots(@Nullable CompiledPolicies policies, Surroundings surroundings) {
        this.surroundings = surroundings;
        system = ContextSlots.slot(policies, "system");
        now = ContextSlots.slot(policies, "system", "now");
        hour = ContextSlots.slot(policies, "system", "hour");
        weekday = ContextSlots.slot(policies, "system", "weekday");
        environment = ContextSlots.slot(policies, "system", "environment");
        tenant = ContextSlots.slot(policies, "system", "tenant");
        // Loading the rules of time zones takes milliseconds: only for policies that ask.
        local = hour < 0 && weekday < 0 ? null : new LocalClock(surroundings.zone());
    }

    /** @param nowMs milliseconds since the epoch */
    void bind(RequestFrame frame, long nowMs) {
        if (system < 0) {
            return;
        }
        frame.setRecord(system);
        if (now >= 0) {
            frame.setDatetime(now, nowMs);
        }
        if (local != null) {
            frame.setLong(hour, local.hour(nowMs));
            frame.setLong(weekday, local.weekday(nowMs));
        }
        if (environment >= 0 && surroundings.environment() != null) {
            frame.setString(environment, surroundings.environment());
        }
        if (tenant >= 0 && surroundings.tenant() != null) {
            frame.setString(tenant, surroundings.tenant());
        }
    }
}
