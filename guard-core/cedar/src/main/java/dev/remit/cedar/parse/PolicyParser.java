package dev.remit.cedar.parse;

import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.SourceText;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Cedar policies, in Cedar's own syntax and in its JSON form. Stateless.
 *
 * <p>A text that begins with a brace or bracket is JSON: one policy, or a policy set with policies, templates and links. A link may name a
 * template of any source.
 *
 * <p>A policy's id is its {@code @id}, else its source's name, {@code #} and its number in it; in a policy set the key that it stands under is its
 * id, whatever its {@code @id} says; a link has its {@code newId}. No two policies, templates or links may have the same.
 */
public final class PolicyParser {

    private PolicyParser() {}

    /**
     * Parses texts into one policy set.
     *
     * @param sources the texts, each with a name of its own
     * @throws PolicySyntaxException with every error of every text, ids used twice and links that fit no template included
     */
    public static PolicySet parse(List<PolicySource> sources) {
        List<SyntaxError> errors = new ArrayList<>();
        PolicySetBuilder builder = new PolicySetBuilder(errors);
        List<SourceText> texts = new ArrayList<>();
        for (PolicySource source : sources) {
            SourceText text = new SourceText(source.name(), source.text());
            texts.add(text);
            if (JsonPolicyParser.isJson(text)) {
                JsonPolicyParser.parse(text, builder, errors);
                continue;
            }
            for (Policy policy : PolicyTextParser.parse(text, errors)) {
                builder.add(policy);
            }
        }
        PolicySet set = builder.build(texts);
        if (!errors.isEmpty()) {
            throw new PolicySyntaxException(errors);
        }
        return set;
    }
}
