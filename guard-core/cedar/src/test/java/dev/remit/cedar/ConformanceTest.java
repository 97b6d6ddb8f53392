package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.cases.CaseFile;
import dev.remit.cedar.cases.CaseInputs;
import dev.remit.cedar.cases.CaseResult;
import dev.remit.cedar.cases.CaseRun;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicySource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every case of cedar-policy/cedar-integration-tests: policies, schema and entities can be read, the policies fit the schema or not as expected, each request
 * fits it, and its decision, determining policies and errors are those expected.
 */
class ConformanceTest {
    private static final int HAND_WRITTEN_CASES = 19;

    @Test
    void shouldAgreeWithGeneratedCases() throws IOException {
        List<CaseResult> results = run("generated", Corpus.generated());
        assertThat(results).hasSize(Corpus.GENERATED_CASES);
    }

    @Test
    void shouldAgreeWithHandWrittenCases() throws IOException {
        List<CaseResult> results = run("hand-written", Corpus.handWritten());
        assertThat(results).hasSize(HAND_WRITTEN_CASES);
    }

    @Test
    void shouldNoticeAnotherAnswer() throws IOException {
        Map<String, String> files = Corpus.handWritten();
        String name = "tests/multi/1.json";
        for (String[] change : new String[][] {
            {"\"allow\"", "\"deny\""},
            {"\"policy0\"", "\"policy1\""},
            {"\"errors\": []", "\"errors\": [\"policy0\"]"},
            {"\"shouldValidate\": true", "\"shouldValidate\": false"},
            {"\"id\": \"edit\"", "\"id\": \"edits\""}
        }) {
            assertThat(files.get(name)).contains(change[0]);
            CaseFile changed = CaseFile.parse(name, files.get(name).replace(change[0], change[1]));
            CaseResult result = CaseRun.run(changed, new Inputs(files), ErrorMode.CEDAR);
            assertThat(result.failures() > 0 || result.failure() != null)
                    .as("with %s", change[1])
                    .isTrue();
        }
    }

    private static List<CaseResult> run(String kind, Map<String, String> files) throws IOException {
        List<CaseResult> results = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        int requests = 0;
        for (String name : Corpus.cases(files)) {
            CaseFile file = CaseFile.parse(name, files.get(name));
            CaseResult result = CaseRun.run(file, new Inputs(files), ErrorMode.CEDAR);
            results.add(result);
            requests += result.requests().size();
            assertThat(result.requests().size()
                            + (result.failure() == null ? 0 : file.requests().size()))
                    .isGreaterThanOrEqualTo(file.requests().size());
            if (result.failure() != null) {
                failures.add(name + ": " + result.failure());
            }
            for (CaseResult.RequestResult request : result.requests()) {
                if (request.failure() != null) {
                    failures.add(name + ": " + request.request().description() + ": " + request.failure());
                }
            }
        }
        System.out.printf(
                "%s cases: %d with %d requests, %d failures%n", kind, results.size(), requests, failures.size());
        assertThat(failures).isEmpty();
        return results;
    }

    /** Files by their names in the suite. */
    private record Inputs(Map<String, String> files) implements CaseInputs {
        @Override
        public List<PolicySource> policies(String name) {
            return List.of(new PolicySource(name, text(name)));
        }

        @Override
        public String text(String name) {
            return files.get(name);
        }
    }
}
