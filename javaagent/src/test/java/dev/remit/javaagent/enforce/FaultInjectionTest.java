package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A fault at every point of the guard's own code that a guarded call passes, on its way in and out: in {@code enforce} nothing goes on without
 * a record, the caller gets the hook's own refusal, and each call that was recorded and does not start has its end; in {@code observe} all goes
 * on. What comes out allowed keeps its answer. Each fault is said, and the next call is as it was before.
 */
@Timeout(120)
class FaultInjectionTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("unchecked")
    void shouldFailClosedAtEveryPoint(boolean enforcing) throws Exception {
        final BiFunction<Path, Boolean, Map<String, List<String>>> runs =
                (BiFunction<Path, Boolean, Map<String, List<String>>>) new FaultLoader()
                        .loadClass(FaultRuns.class.getName())
                        .getConstructor()
                        .newInstance();
        final Map<String, List<String>> said = runs.apply(folder, enforcing);
        System.out.println("FaultInjectionTest " + (enforcing ? "enforce " : "observe ") + said.get("points"));
        assertThat(said.get("problems")).isEmpty();
    }
}
