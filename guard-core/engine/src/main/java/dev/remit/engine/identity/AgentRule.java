package dev.remit.engine.identity;

import dev.remit.engine.config.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * As whom the AI agent of a name acts. Immutable.
 *
 * @param agent what the framework calls it
 * @param id the SPIFFE ID, which nobody attests: the guard's own claim; null where an SVID says it
 * @param svid the hint of the X.509-SVID; null where the configuration says it
 */
public record AgentRule(
        String agent, @Nullable SpiffeId id, @Nullable String svid) {
    /** By the configuration. */
    public static AgentRule byId(String agent, SpiffeId id) {
        return new AgentRule(agent, id, null);
    }

    /** By an SVID. */
    public static AgentRule bySvid(String agent, String hint) {
        return new AgentRule(agent, null, hint);
    }
}
