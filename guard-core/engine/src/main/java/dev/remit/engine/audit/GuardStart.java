package dev.remit.engine.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the guard was when it started.
 *
 * @param version of remit.jar
 * @param configHash of the effective configuration
 * @param policyHash of the policy set in force, null if there is none
 * @param identity the workload's SPIFFE ID
 * @param hooks the armed hooks' names
 */
public record GuardStart(
        String version,
        Mode mode,
        String configHash,
        @Nullable String policyHash,
        String identity,
        List<String> hooks) {
    public GuardStart {
        hooks = List.copyOf(hooks);
    }
}
