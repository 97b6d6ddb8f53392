package dev.remit.bench.decision;

import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.ResolvedEntity;
import java.util.List;
import org.openjdk.jmh.annotations.Setup;

/**
 * Remit. Prepared: the snapshot, a frame, and the three entities of each request, which the enforcement point keeps by name for as
 * long as the snapshot lives. Timed: the frame is reset, entities and raw values are bound, the decision is made and its
 * policy read.
 */
public class RemitSetting extends Setting {
    private CompiledPolicies compiled = Remit.compile("");
    private RequestFrame frame = compiled.newFrame();
    private Workload.Request[] requests = {};
    private ResolvedEntity[] principals = {};
    private ResolvedEntity[] actions = {};
    private ResolvedEntity[] resources = {};
    private int amount;
    private int attempts;
    private int path;

    /** Everything that outlives a request. */
    @Setup
    public void prepare() {
        compiled = Remit.compile(Workload.cedar(policies, forbids));
        frame = compiled.newFrame();
        amount = compiled.contextSlot("amount");
        attempts = compiled.contextSlot("attempts");
        path = compiled.contextSlot("path");
        List<Workload.Request> all = requests();
        requests = all.toArray(new Workload.Request[0]);
        principals = new ResolvedEntity[requests.length];
        actions = new ResolvedEntity[requests.length];
        resources = new ResolvedEntity[requests.length];
        for (int i = 0; i < requests.length; i++) {
            int number = requests[i].policy();
            principals[i] = Remit.resolve(compiled, "Agent", "agent-" + i, "Team", "team-" + number, "Team", "all");
            actions[i] = Remit.resolve(compiled, "Action", "refund-" + number);
            resources[i] = Remit.resolve(compiled, "Account", "account-" + i, "Shop", "shop-" + number, "Shop", "all");
        }
        System.gc();
    }

    /** The number of the policy that allowed. */
    int decide() {
        int i = next();
        Workload.Request request = requests[i];
        frame.reset();
        frame.principal(principals[i]);
        frame.action(actions[i]);
        frame.resource(resources[i]);
        frame.setLong(amount, request.amount());
        frame.setLong(attempts, request.attempts());
        frame.setString(path, request.path());
        if (compiled.decide(frame) != Decision.ALLOW) {
            throw new IllegalStateException("denied: request=" + request);
        }
        return frame.determiningPolicy(0);
    }
}
