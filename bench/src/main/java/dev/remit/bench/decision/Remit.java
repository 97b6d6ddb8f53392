package dev.remit.bench.decision;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.ResolvedEntity;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Remit's engine in few words. */
final class Remit {

    private Remit() {}

    static CompiledPolicies compile(String policies, EntityStore store) {
        return PolicyCompiler.compile(
                PolicyParser.parse(List.of(new PolicySource("bench.cedar", policies))), store, ErrorMode.GUARD);
    }

    static CompiledPolicies compile(String policies) {
        return compile(policies, EntityStore.empty());
    }

    /** An entity with what it is in, each given by its type and id. */
    static ResolvedEntity resolve(CompiledPolicies policies, String type, String id, String... groups) {
        List<EntityUid> parents = new ArrayList<>();
        for (int i = 0; i < groups.length; i += 2) {
            parents.add(EntityUid.of(groups[i], groups[i + 1]));
        }
        return policies.resolve(EntityUid.of(type, id), parents, Map.of());
    }
}
