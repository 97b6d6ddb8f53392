package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.ContextParser;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.ResolvedEntity;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deciding a request of the corpus again allocates nothing, whatever its policy computes and whether it fails. */
class CorpusAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldNotAllocateForAnyRequestOfTheCorpus() throws IOException {
        Map<String, String> files = Corpus.generated();
        List<String> allocating = new ArrayList<>();
        int requests = 0;
        for (String name : Corpus.cases(files)) {
            Map<String, Object> test = TestJson.object(files.get(name));
            CompiledPolicies compiled = PolicyCompiler.compile(
                    PolicyParser.parse(List.of(new PolicySource(name, files.get((String) test.get("policies"))))),
                    EntityParser.parse(name, files.get((String) test.get("entities"))),
                    ErrorMode.CEDAR);
            RequestFrame frame = compiled.newFrame();
            for (Object request : (List<?>) test.get("requests")) {
                requests++;
                long bytes = bytes(compiled, frame, (Map<?, ?>) request);
                if (bytes != 0) {
                    allocating.add(name + ": " + bytes + " bytes");
                }
            }
        }
        assertThat(allocating).isEmpty();
        assertThat(requests).isEqualTo(8 * Corpus.GENERATED_CASES);
    }

    private static long bytes(CompiledPolicies compiled, RequestFrame frame, Map<?, ?> request) throws IOException {
        ResolvedEntity principal = entity(request.get("principal"), compiled);
        ResolvedEntity action = entity(request.get("action"), compiled);
        ResolvedEntity resource = entity(request.get("resource"), compiled);
        Value context = ContextParser.parse("context", TestJson.write(request.get("context")));
        // The first time the frame grows to what the request needs.
        int first = decide(compiled, frame, principal, action, resource, context);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        int again = decide(compiled, frame, principal, action, resource, context);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(again).isEqualTo(first);
        return bytes;
    }

    private static int decide(
            CompiledPolicies compiled,
            RequestFrame frame,
            ResolvedEntity principal,
            ResolvedEntity action,
            ResolvedEntity resource,
            Value context) {
        frame.reset();
        frame.principal(principal);
        frame.action(action);
        frame.resource(resource);
        frame.set(0, context);
        return compiled.decide(frame);
    }

    private static ResolvedEntity entity(Object uid, CompiledPolicies compiled) {
        Map<?, ?> parts = (Map<?, ?>) uid;
        return compiled.resolve(
                EntityUid.of((String) parts.get("type"), (String) parts.get("id")), List.of(), Map.of());
    }
}
