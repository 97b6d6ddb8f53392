package dev.remit.engine.policy;

import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import java.util.List;

/** Policies in few words. */
final class Requests {
    static final String SPIFFE_ID = "spiffe://example.org/shop/support";

    private Requests() {}

    static PolicySnapshot snapshot(String policies) {
        return new PolicySnapshot(
                PolicyCompiler.compile(
                        PolicyParser.parse(List.of(new PolicySource("test.cedar", policies))),
                        EntityStore.empty(),
                        ErrorMode.GUARD),
                SPIFFE_ID,
                "example.org",
                "support");
    }

    static DecisionRequest request(String policies) {
        return new DecisionRequest(snapshot(policies));
    }
}
