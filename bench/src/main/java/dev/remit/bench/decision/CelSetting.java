package dev.remit.bench.decision;

import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Setup;

/**
 * CEL-java. Prepared: a program for each policy, head and condition in one expression. Timed: the variables are gathered in a map, forbids are asked
 * first, then permits until one applies: CEL has expressions, what surrounds them is ours.
 */
public class CelSetting extends Setting {
    private List<CelRuntime.Program> forbidding = List.of();
    private List<CelRuntime.Program> permitting = List.of();
    private List<Workload.Request> requests = List.of();
    private CelCompiler compiler =
            CelCompilerFactory.standardCelCompilerBuilder().build();
    private CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder().build();

    /** Everything that outlives a request. */
    @Setup
    public void prepare() throws Exception {
        compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .addVar("team", SimpleType.STRING)
                .addVar("act", SimpleType.STRING)
                .addVar("shop", SimpleType.STRING)
                .addVar("amount", SimpleType.INT)
                .addVar("attempts", SimpleType.INT)
                .addVar("path", SimpleType.STRING)
                .build();
        runtime = CelRuntimeFactory.plannerRuntimeBuilder().build();
        forbidding = new ArrayList<>();
        for (int i = 0; i < forbids; i++) {
            forbidding.add(program("amount > " + Workload.floor(i) + " && attempts >= " + Workload.fewest(i)
                    + " && path.startsWith('" + Workload.folder(i) + "')"));
        }
        permitting = new ArrayList<>();
        for (int i = 0; i < policies; i++) {
            permitting.add(program("team == 'team-" + i + "' && act == 'refund-" + i + "' && shop == 'shop-" + i
                    + "' && amount <= " + Workload.ceiling(i) + " && attempts < " + Workload.attempts(i)
                    + " && path.startsWith('/accounts/') && path.endsWith('/refunds')"));
        }
        requests = requests();
    }

    private CelRuntime.Program program(String expression) throws Exception {
        return runtime.createProgram(compiler.compile(expression).getAst());
    }

    /** The number of the policy that allowed. */
    int decide() throws Exception {
        Workload.Request request = requests.get(next());
        Map<String, Object> variables = Map.of(
                "team",
                "team-" + request.policy(),
                "act",
                "refund-" + request.policy(),
                "shop",
                "shop-" + request.policy(),
                "amount",
                request.amount(),
                "attempts",
                request.attempts(),
                "path",
                request.path());
        for (CelRuntime.Program forbid : forbidding) {
            if ((Boolean) forbid.eval(variables)) {
                throw new IllegalStateException("forbidden: request=" + request);
            }
        }
        for (int i = 0; i < permitting.size(); i++) {
            if ((Boolean) permitting.get(i).eval(variables)) {
                return i;
            }
        }
        throw new IllegalStateException("not permitted: request=" + request);
    }
}
