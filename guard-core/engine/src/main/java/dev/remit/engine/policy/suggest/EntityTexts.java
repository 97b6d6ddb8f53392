package dev.remit.engine.policy.suggest;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.Scope;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads entities as records name them, {@code Type::"id"}, each spelling once. Not thread-safe. */
final class EntityTexts {
    private final Map<String, Optional<EntityUid>> known = new HashMap<>();

    /** The entity, or null if the text names none: a record keeps only so many bytes of a name. */
    @Nullable
    EntityUid read(@Nullable String text) {
        return text == null
                ? null
                : known.computeIfAbsent(text, EntityTexts::parse).orElse(null);
    }

    /** Through the policy parser, so that there is one reader of Cedar's literals. */
    private static Optional<EntityUid> parse(String text) {
        try {
            String policy = "permit (principal == " + text + ", action, resource);";
            List<Policy> policies = PolicyParser.parse(List.of(new PolicySource("entity", policy)))
                    .policies();
            boolean alone = policies.size() == 1 && policies.get(0).conditions().isEmpty();
            return alone && policies.get(0).principal() instanceof Scope.Equal equal
                    ? Optional.of(equal.uid())
                    : Optional.empty();
        } catch (PolicySyntaxException e) {
            return Optional.empty();
        }
    }
}
