package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.ContextParser;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.ResolvedEntity;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Explains every request of the corpus, and finds what {@code decide} finds. */
class ExplainCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/cedar-integration-tests/corpus-tests.tar.gz");
    private static final int REQUESTS = 3957 * 8;

    @ParameterizedTest
    @EnumSource(ErrorMode.class)
    void shouldAgreeWithDecide(ErrorMode mode) throws IOException {
        Map<String, String> files;
        try (InputStream packed = Files.newInputStream(CORPUS)) {
            files = TarGz.read(packed);
        }
        int explained = 0;
        int refused = 0;
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().matches("corpus-tests/[0-9a-f]+\\.json")) {
                List<?> requests = (List<?>) TestJson.object(file.getValue()).get("requests");
                CompiledPolicies compiled = compile(file, files, mode);
                if (compiled == null) {
                    refused += requests.size();
                } else {
                    explained += explain(file.getKey(), requests, compiled);
                }
            }
        }
        System.out.printf("mode %s: %d requests explained, %d of refused policies%n", mode, explained, refused);
        assertThat(explained + refused).isEqualTo(REQUESTS);
        assertThat(refused).isBetween(0, mode == ErrorMode.CEDAR ? 0 : REQUESTS / 10);
    }

    private static CompiledPolicies compile(Map.Entry<String, String> file, Map<String, String> files, ErrorMode mode)
            throws IOException {
        Map<String, Object> test = TestJson.object(file.getValue());
        EntityStore store = EntityParser.parse(file.getKey(), files.get((String) test.get("entities")));
        String text = files.get((String) test.get("policies"));
        PolicySet policies = PolicyParser.parse(List.of(new PolicySource(file.getKey(), text)));
        try {
            return PolicyCompiler.compile(policies, store, mode);
        } catch (PolicySyntaxException e) {
            // In guard mode what must always fail is not taken.
            return null;
        }
    }

    private static int explain(String name, List<?> requests, CompiledPolicies compiled) throws IOException {
        RequestFrame frame = compiled.newFrame();
        for (Object element : requests) {
            Map<?, ?> request = (Map<?, ?>) element;
            frame.reset();
            frame.principal(entity(request.get("principal"), compiled));
            frame.action(entity(request.get("action"), compiled));
            frame.resource(entity(request.get("resource"), compiled));
            frame.set(0, ContextParser.parse(name, TestJson.write(request.get("context"))));
            Explanations.agreeing(compiled, frame, name + " " + request.get("description"));
        }
        return requests.size();
    }

    private static ResolvedEntity entity(Object uid, CompiledPolicies compiled) {
        Map<?, ?> parts = (Map<?, ?>) uid;
        return Requests.resolve(compiled, (String) parts.get("type"), (String) parts.get("id"));
    }
}
