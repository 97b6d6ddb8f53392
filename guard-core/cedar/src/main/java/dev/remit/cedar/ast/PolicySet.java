package dev.remit.cedar.ast;

import java.util.List;

/**
 * Policies with ids of their own, in the order of their files. Immutable.
 *
 * @param policies the policies
 * @param sources the texts they came from
 */
public record PolicySet(List<Policy> policies, List<SourceText> sources) {

    public PolicySet {
        policies = List.copyOf(policies);
        sources = List.copyOf(sources);
    }
}
