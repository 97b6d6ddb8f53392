package dev.remit.engine.policy;

import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.session.Session;
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
                Identities.configured(SpiffeId.parse(SPIFFE_ID)),
                Surroundings.UNKNOWN);
    }

    /** What an AI agent asks. */
    static DecisionRequest agents(PolicySnapshot snapshot) {
        final DecisionRequest request = new DecisionRequest(snapshot);
        request.by(new Session(null, "conversation", 0), null, System.currentTimeMillis());
        return request;
    }

    static DecisionRequest request(String policies) {
        return agents(snapshot(policies));
    }
}
