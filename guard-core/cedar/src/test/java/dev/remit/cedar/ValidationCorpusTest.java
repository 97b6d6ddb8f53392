package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.check.Finding;
import dev.remit.cedar.check.PolicyValidator;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.SchemaParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether the policies of each case of cedar-policy/cedar-integration-tests fit its schema. */
class ValidationCorpusTest {
    private static final int UNFIT = 831;

    @Test
    void shouldAgreeWithGeneratedCases() throws IOException {
        assertThat(unfit(Corpus.generated())).isEqualTo(UNFIT);
    }

    @Test
    void shouldAgreeWithHandWrittenCases() throws IOException {
        assertThat(unfit(Corpus.handWritten())).isZero();
    }

    private static int unfit(Map<String, String> files) throws IOException {
        List<String> mismatches = new ArrayList<>();
        int unfit = 0;
        for (String name : Corpus.cases(files)) {
            Map<String, Object> test = TestJson.object(files.get(name));
            PolicySet policies =
                    PolicyParser.parse(List.of(new PolicySource(name, files.get((String) test.get("policies")))));
            Schema schema = SchemaParser.parse(name, files.get((String) test.get("schema")));
            List<Finding> errors = PolicyValidator.validate(policies, schema).stream()
                    .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                    .toList();
            unfit += errors.isEmpty() ? 0 : 1;
            if (errors.isEmpty() != (boolean) test.get("shouldValidate")) {
                mismatches.add(name + " " + errors);
            }
        }
        assertThat(mismatches).isEmpty();
        return unfit;
    }
}
