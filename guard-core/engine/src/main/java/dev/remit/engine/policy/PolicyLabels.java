package dev.remit.engine.policy;

import dev.remit.cedar.ast.Effect;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.CompiledPolicy;
import dev.remit.cedar.eval.EntityTable;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.engine.session.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session has touched once a call in it was allowed: of a policy that permits it, the annotation {@code @label("a, b")}; of
 * the toolset, host or secret, the attribute {@code labels}. Stateless.
 */
public final class PolicyLabels {
    static final String ATTRIBUTE = "labels";

    private static final String ANNOTATION = "label";

    private PolicyLabels() {}

    /** By the policies' ids; those without a label are not there. */
    static Map<String, List<String>> of(CompiledPolicies policies) {
        final Map<String, List<String>> labels = new HashMap<>();
        for (int i = 0; i < policies.size(); i++) {
            final CompiledPolicy policy = policies.policy(i);
            final @Nullable String text = policy.annotation(ANNOTATION);
            if (text != null) {
                labels.put(policy.id(), labels(text));
            }
        }
        return labels;
    }

    private static List<String> labels(String text) {
        return List.of(text.strip().split("\\s*,\\s*", -1));
    }

    /** Annotations that label nothing. */
    public static List<SyntaxError> errors(PolicySet policies) {
        final List<SyntaxError> errors = new ArrayList<>();
        for (Policy policy : policies.policies()) {
            final @Nullable String text = policy.annotations().get(ANNOTATION);
            if (text != null && policy.effect() == Effect.FORBID) {
                errors.add(error(
                        policy, "a forbid allows no call that its @label could be added after", "it on a permit"));
            } else if (text != null && !areLabels(labels(text))) {
                errors.add(error(policy, "its @label names no label", "one such as @label(\"customer-data\")"));
            }
        }
        return errors;
    }

    private static SyntaxError error(Policy policy, String message, String expected) {
        return new SyntaxError(policy.span().source(), policy.span().start(), message, expected);
    }

    /** Attributes that are no set of labels. */
    public static List<SyntaxError> errors(EntityStore entities, PolicySource text) {
        final List<SyntaxError> errors = new ArrayList<>();
        for (EntityTable.Definition entity : entities.definitions()) {
            final @Nullable Value value = entity.attributes().get(ATTRIBUTE);
            final @Nullable List<String> labels = value == null ? List.of() : value.strings();
            if (isGuarded(entity.uid().type()) && (labels == null || !areLabels(labels))) {
                // Entities don't know where they stand; its id is on one of its lines.
                final int place = text.text().indexOf('"' + entity.uid().id() + '"');
                errors.add(new SyntaxError(
                        new SourceText(text.name(), text.text()),
                        Math.max(0, place),
                        "the labels of " + entity.uid() + " can't be added to a session",
                        "a set of texts, such as [\"customer-data\"]"));
            }
        }
        return errors;
    }

    private static boolean isGuarded(String type) {
        return type.equals(Vocabulary.TOOLSET) || type.equals(Vocabulary.HOST) || type.equals(Vocabulary.SECRET);
    }

    private static boolean areLabels(List<String> labels) {
        for (String label : labels) {
            if (!Label.isOne(label)) {
                return false;
            }
        }
        return true;
    }
}
