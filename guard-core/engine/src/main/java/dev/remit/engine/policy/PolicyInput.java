package dev.remit.engine.policy;

import dev.remit.cedar.parse.PolicySource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a version of the policies is made of, as they stood in their files. Immutable.
 *
 * @param policies by file
 * @param entities null where none are configured
 * @param schema null where none is configured
 */
public record PolicyInput(
        List<PolicySource> policies,
        @Nullable PolicySource entities,
        @Nullable PolicySource schema) {
    public PolicyInput {
        policies = List.copyOf(policies);
    }
}
