package dev.remit.cedar;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.ContextParser;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.ResolvedEntity;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Policies and requests in few words. */
final class Requests {
    static final String ENTITIES = """
            [{"uid": {"type": "User", "id": "alice"},
              "attrs": {"age": 30, "name": "Alice", "tags": ["a", "b"], "address": {"city": "Paris"},
                        "boss": {"__entity": {"type": "User", "id": "bob"}}},
              "tags": {"team": "red"},
              "parents": [{"type": "Group", "id": "staff"}]},
             {"uid": {"type": "User", "id": "bob"}, "attrs": {"age": 50}, "parents": []},
             {"uid": {"type": "Group", "id": "staff"}, "attrs": {}, "parents": [{"type": "Group", "id": "all"}]},
             {"uid": {"type": "Action", "id": "view"}, "attrs": {}, "parents": [{"type": "Action", "id": "read"}]}]
            """;

    private Requests() {}

    static CompiledPolicies compile(String policies) {
        return compile(policies, ErrorMode.GUARD);
    }

    static CompiledPolicies compile(String policies, ErrorMode mode) {
        EntityStore store = EntityParser.parse("entities.json", ENTITIES);
        return PolicyCompiler.compile(PolicyParser.parse(List.of(new PolicySource("p.cedar", policies))), store, mode);
    }

    static ResolvedEntity resolve(CompiledPolicies compiled, String type, String id) {
        return compiled.resolve(EntityUid.of(type, id), List.of(), Map.of());
    }

    /** A request of alice to view a document. */
    static RequestFrame frame(CompiledPolicies compiled) {
        RequestFrame frame = compiled.newFrame();
        parties(compiled, frame);
        return frame;
    }

    static void parties(CompiledPolicies compiled, RequestFrame frame) {
        frame.principal(resolve(compiled, "User", "alice"));
        frame.action(resolve(compiled, "Action", "view"));
        frame.resource(resolve(compiled, "Doc", "d1"));
    }

    /** {@code true}, {@code false} or the error that an expression gives as a policy's condition. */
    static String evaluate(String expression, String context) {
        CompiledPolicies compiled =
                compile("permit(principal, action, resource) when { " + expression + " };", ErrorMode.CEDAR);
        RequestFrame frame = frame(compiled);
        Value record = ContextParser.parse("context", context);
        frame.set(0, record);
        boolean allowed = compiled.decide(frame) == Decision.ALLOW;
        if (frame.errorCount() > 0) {
            return frame.outcome().errorCode(0).name();
        }
        return String.valueOf(allowed);
    }

    static List<String> determining(CompiledPolicies compiled, RequestFrame frame) {
        return IntStream.range(0, frame.determiningCount())
                .mapToObj(i -> compiled.policy(frame.determiningPolicy(i)).id())
                .toList();
    }

    static List<String> erroring(CompiledPolicies compiled, RequestFrame frame) {
        return IntStream.range(0, frame.errorCount())
                .mapToObj(i -> compiled.policy(frame.erroringPolicy(i)).id())
                .toList();
    }
}
