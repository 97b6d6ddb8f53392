package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.ContextParser;
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
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs the cases of cedar-policy/cedar-integration-tests: decision, determining policies and errors of every request. */
class ConformanceTest {
    private static final int GENERATED_CASES = 3957;
    private static final int HAND_WRITTEN_CASES_WITHOUT_SCHEMA = 11;

    /** An attribute that is an entity without saying so. */
    private static final Pattern ENTITY_BY_SCHEMA = Pattern.compile(
            "\"(?!uid\"|__entity\")[^\"]*\"\\s*:\\s*\\{\\s*\"type\"\\s*:\\s*\"[^\"]*\"\\s*,\\s*\"id\"\\s*:\\s*\"[^\"]*\"\\s*\\}");

    private final List<String> mismatches = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private int cases;
    private int requests;
    private int boundAsJson;

    @Test
    void shouldAgreeWithGeneratedCases() throws IOException {
        Map<String, String> files = Corpus.generated();
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().matches("corpus-tests/[0-9a-f]+\\.json")) {
                run(file.getKey(), file.getValue(), files);
            }
        }
        report("generated");
        assertThat(mismatches).isEmpty();
        assertThat(leftOut).isEmpty();
        assertThat(cases).isEqualTo(GENERATED_CASES);
        assertThat(boundAsJson).isGreaterThan(requests / 2);
    }

    @Test
    void shouldAgreeWithHandWrittenCases() throws IOException {
        Map<String, String> files = Corpus.handWritten();
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().matches("tests/.*\\.json")) {
                run(file.getKey(), file.getValue(), files);
            }
        }
        report("hand-written");
        assertThat(mismatches).isEmpty();
        assertThat(cases).isGreaterThanOrEqualTo(HAND_WRITTEN_CASES_WITHOUT_SCHEMA);
    }

    private void report(String kind) {
        System.out.printf(
                "%s cases: %d ran with %d requests (%d of them bound from JSON, too), %d left out%n",
                kind, cases, requests, boundAsJson, leftOut.size());
        leftOut.forEach(why -> System.out.println("  left out " + why));
    }

    private void run(String name, String json, Map<String, String> files) throws IOException {
        Map<String, Object> test = TestJson.object(json);
        String policies = files.get((String) test.get("policies"));
        String entities = files.get((String) test.get("entities"));
        if (ENTITY_BY_SCHEMA.matcher(entities).find()) {
            leftOut.add(name + ": entities whose attributes only a schema tells from records");
            return;
        }
        EntityStore store = EntityParser.parse(name, entities);
        CompiledPolicies compiled = PolicyCompiler.compile(
                PolicyParser.parse(List.of(new PolicySource(name, policies))), store, ErrorMode.CEDAR);
        cases++;
        RequestFrame frame = compiled.newFrame();
        for (Object request : (List<?>) test.get("requests")) {
            check(name, (Map<?, ?>) request, compiled, frame);
        }
    }

    private void check(String name, Map<?, ?> request, CompiledPolicies compiled, RequestFrame frame)
            throws IOException {
        requests++;
        String context = TestJson.write(request.get("context"));
        frame.reset();
        parties(request, compiled, frame);
        frame.set(0, ContextParser.parse(name, context));
        String expected = request.get("decision") + " " + request.get("reason") + " " + request.get("errors");
        compare(name, request, expected, compiled, frame);
        if (!context.contains("\"__extn\"") && !context.contains("\"__entity\"")) {
            boundAsJson++;
            frame.reset();
            parties(request, compiled, frame);
            assertThat(frame.bindJson(0, context)).as(name).isEqualTo(BindStatus.OK);
            compare(name + " bound from JSON", request, expected, compiled, frame);
        }
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
