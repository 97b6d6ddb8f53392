package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.BindStatus;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.ResolvedEntity;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Asks the requests of the generated cases with contexts bound from JSON, as the arguments of calls are, and without a schema. */
class JsonBindingCorpusTest {
    private final List<String> mismatches = new ArrayList<>();
    private int requests;
    private int bound;

    @Test
    void shouldDecideAsForParsedContexts() throws IOException {
        Map<String, String> files = Corpus.generated();
        for (String name : Corpus.cases(files)) {
            run(name, files.get(name), files);
        }
        System.out.printf("requests bound from JSON: %d of %d%n", bound, requests);
        assertThat(mismatches).isEmpty();
        assertThat(requests).isEqualTo(8 * Corpus.GENERATED_CASES);
        assertThat(bound).isGreaterThan(requests / 2);
    }

    private void run(String name, String json, Map<String, String> files) throws IOException {
        Map<String, Object> test = TestJson.object(json);
        String policies = files.get((String) test.get("policies"));
        EntityStore store = EntityParser.parse(name, files.get((String) test.get("entities")));
        CompiledPolicies compiled = PolicyCompiler.compile(
                PolicyParser.parse(List.of(new PolicySource(name, policies))), store, ErrorMode.CEDAR);
        RequestFrame frame = compiled.newFrame();
        for (Object request : (List<?>) test.get("requests")) {
            check(name, (Map<?, ?>) request, compiled, frame);
        }
    }

    private void check(String name, Map<?, ?> request, CompiledPolicies compiled, RequestFrame frame)
            throws IOException {
        requests++;
        String context = TestJson.write(request.get("context"));
        if (context.contains("\"__extn\"") || context.contains("\"__entity\"")) {
            return;
        }
        bound++;
        frame.reset();
        parties(request, compiled, frame);
        assertThat(frame.bindJson(0, context)).as(name).isEqualTo(BindStatus.OK);
        String expected = request.get("decision") + " " + request.get("reason") + " " + request.get("errors");
        compare(name, request, expected, compiled, frame);
    }

    private void compare(
            String name, Map<?, ?> request, String expected, CompiledPolicies compiled, RequestFrame frame) {
        String verdict = compiled.decide(frame) == Decision.ALLOW ? "allow" : "deny";
        List<String> reasons = IntStream.range(0, frame.determiningCount())
                .mapToObj(i -> "policy" + frame.determiningPolicy(i))
                .toList();
        List<String> errors = IntStream.range(0, frame.errorCount())
                .mapToObj(i -> "policy" + frame.erroringPolicy(i))
                .toList();
        String actual = verdict + " " + reasons + " " + errors;
        if (!actual.equals(expected)) {
            String why = frame.errorCount() == 0 ? "" : " " + frame.errorMessage(0);
            mismatches.add(name + " " + request.get("description") + ": " + actual + ", expected " + expected + why);
        }
    }

    private static void parties(Map<?, ?> request, CompiledPolicies compiled, RequestFrame frame) {
        frame.principal(entity(request.get("principal"), compiled));
        frame.action(entity(request.get("action"), compiled));
        frame.resource(entity(request.get("resource"), compiled));
    }

    private static ResolvedEntity entity(Object uid, CompiledPolicies compiled) {
        Map<?, ?> parts = (Map<?, ?>) uid;
        return compiled.resolve(
                EntityUid.of((String) parts.get("type"), (String) parts.get("id")), List.of(), Map.of());
    }
}
