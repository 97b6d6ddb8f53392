package dev.remit.engine.policy;

import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.CompiledPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The annotation {@code @label("a, b")}: what a session has touched once the policy has allowed a call in it. Stateless. */
final class PolicyLabels {
    private static final String ANNOTATION = "label";

    private PolicyLabels() {}

    /** By the policies' ids; those without a label are not there. */
    static Map<String, List<String>> of(CompiledPolicies policies) {
        final Map<String, List<String>> labels = new HashMap<>();
        for (int i = 0; i < policies.size(); i++) {
            final CompiledPolicy policy = policies.policy(i);
            final @Nullable String text = policy.annotation(ANNOTATION);
            if (text != null) {
                labels.put(policy.id(), List.of(text.strip().split("\\s*,\\s*")));
            }
        }
        return labels;
    }
}
