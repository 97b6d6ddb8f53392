package dev.remit.bench.decision;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.annotations.Setup;

/**
 * cedar-java. Prepared: the policies, parsed and cached in the native library, and the entities of each request. Timed: the request's context and the
 * request are made, the decision is asked, its answer read: all of it crosses to Rust and back as JSON.
 */
public class CedarJavaSetting extends Setting {
    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
    private PolicySet policySet = new PolicySet();
    private List<Workload.Request> requests = List.of();
    private Entity[] principals = {};
    private Entity[] actions = {};
    private Entity[] resources = {};

    /** Everything that outlives a request. */
    @Setup
    public void prepare() throws Exception {
        policySet = PolicySet.parsePolicies(Workload.cedar(policies, forbids));
        policySet.cache();
        requests = requests();
        principals = new Entity[requests.size()];
        actions = new Entity[requests.size()];
        resources = new Entity[requests.size()];
        for (int i = 0; i < requests.size(); i++) {
            int number = requests.get(i).policy();
            principals[i] =
                    new Entity(uid("Agent", "agent-" + i), Set.of(uid("Team", "team-" + number), uid("Team", "all")));
            actions[i] = new Entity(uid("Action", "refund-" + number));
            resources[i] = new Entity(
                    uid("Account", "account-" + i), Set.of(uid("Shop", "shop-" + number), uid("Shop", "all")));
        }
    }

    private static EntityUID uid(String type, String id) {
        return EntityTypeName.parse(type).orElseThrow().of(id);
    }

    /** The answer, an allow. */
    AuthorizationResponse decide() throws Exception {
        int i = next();
        Workload.Request request = requests.get(i);
        AuthorizationRequest asked = new AuthorizationRequest(
                principals[i],
                actions[i],
                resources[i],
                Map.of(
                        "amount",
                        new PrimLong(request.amount()),
                        "attempts",
                        new PrimLong(request.attempts()),
                        "path",
                        new PrimString(request.path())));
        AuthorizationResponse response =
                engine.isAuthorized(asked, policySet, Set.of(principals[i], actions[i], resources[i]));
        if (!response.success.orElseThrow().isAllowed()) {
            throw new IllegalStateException("denied: request=" + request);
        }
        return response;
    }
}
