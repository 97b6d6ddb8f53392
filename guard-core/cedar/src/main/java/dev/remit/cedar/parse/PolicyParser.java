package dev.remit.cedar.parse;

import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.SourceText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads Cedar policies. Stateless. */
public final class PolicyParser {

    private PolicyParser() {}

    /**
     * Parses texts into one policy set.
     *
     * @param sources the texts, each with a name of its own
     * @throws PolicySyntaxException with every error of every text, duplicate policy ids included
     */
    public static PolicySet parse(List<PolicySource> sources) {
        List<SyntaxError> errors = new ArrayList<>();
        List<Policy> policies = new ArrayList<>();
        List<SourceText> texts = new ArrayList<>();
        for (PolicySource source : sources) {
            SourceText text = new SourceText(source.name(), source.text());
            texts.add(text);
            policies.addAll(PolicyTextParser.parse(text, errors));
        }
        rejectDuplicateIds(policies, errors);
        if (!errors.isEmpty()) {
            throw new PolicySyntaxException(errors);
        }
        List<Policy> templates = new ArrayList<>();
        List<Policy> deciding = new ArrayList<>();
        for (Policy policy : policies) {
            (policy.isTemplate() ? templates : deciding).add(policy);
        }
        return new PolicySet(deciding, templates, texts);
    }

    private static void rejectDuplicateIds(List<Policy> policies, List<SyntaxError> errors) {
        Map<String, Policy> byId = new HashMap<>();
        for (Policy policy : policies) {
            Policy first = byId.putIfAbsent(policy.id(), policy);
            if (first != null) {
                errors.add(new SyntaxError(
                        policy.span().source(),
                        policy.span().start(),
                        "the policy id `" + policy.id() + "` is already used at " + first.span(),
                        "an @id of its own"));
            }
        }
    }
}
