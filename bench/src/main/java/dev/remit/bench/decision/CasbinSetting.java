package dev.remit.bench.decision;

import java.util.ArrayList;
import java.util.List;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;
import org.openjdk.jmh.annotations.Setup;

/**
 * jCasbin. Prepared: the model and a line of ranges for each policy, forbids as lines that deny. Timed: the decision; a request is its raw values.
 */
public class CasbinSetting extends Setting {
    private static final String ANYONE = "*";
    private static final String MODEL = """
            [request_definition]
            r = team, act, shop, amount, attempts, path
            [policy_definition]
            p = team, act, shop, low, high, fewest, most, folder, eft
            [policy_effect]
            e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
            [matchers]
            m = (p.team == "*" || r.team == p.team) && (p.act == "*" || r.act == p.act) && (p.shop == "*" || r.shop == p.shop) \
             && r.amount >= long(p.low) && r.amount <= long(p.high) && r.attempts >= long(p.fewest) && r.attempts < long(p.most) \
             && keyMatch(r.path, p.folder)
            """;

    private Enforcer enforcer = new Enforcer();
    private List<Workload.Request> requests = List.of();

    /** Everything that outlives a request. */
    @Setup
    public void prepare() {
        Model model = new Model();
        model.loadModelFromText(MODEL);
        enforcer = new Enforcer(model);
        enforcer.enableLog(false);
        List<List<String>> lines = new ArrayList<>();
        for (int i = 0; i < forbids; i++) {
            lines.add(List.of(
                    ANYONE,
                    ANYONE,
                    ANYONE,
                    String.valueOf(Workload.floor(i) + 1),
                    String.valueOf(Long.MAX_VALUE),
                    String.valueOf(Workload.fewest(i)),
                    String.valueOf(Long.MAX_VALUE),
                    Workload.folder(i) + ANYONE,
                    "deny"));
        }
        for (int i = 0; i < policies; i++) {
            lines.add(List.of(
                    "team-" + i,
                    "refund-" + i,
                    "shop-" + i,
                    "0",
                    String.valueOf(Workload.ceiling(i)),
                    "0",
                    String.valueOf(Workload.attempts(i)),
                    "/accounts/*",
                    "allow"));
        }
        enforcer.addPolicies(lines);
        requests = requests();
    }

    /** True. */
    boolean decide() {
        Workload.Request request = requests.get(next());
        boolean allowed = enforcer.enforce(
                "team-" + request.policy(),
                "refund-" + request.policy(),
                "shop-" + request.policy(),
                request.amount(),
                request.attempts(),
                request.path());
        if (!allowed) {
            throw new IllegalStateException("denied: request=" + request);
        }
        return true;
    }
}
