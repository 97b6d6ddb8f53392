package dev.remit.cedar.ast;

import java.util.List;

/**
 * Policies with ids of their own, in the order of their files. Immutable.
 *
 * @param policies what decides: policies as they were written, then those linked from templates
 * @param templates what links are made of
 * @param sources the texts they came from
 */
public record PolicySet(List<Policy> policies, List<Policy> templates, List<SourceText> sources) {

    public PolicySet {
        policies = List.copyOf(policies);
        templates = List.copyOf(templates);
        sources = List.copyOf(sources);
    }
}
