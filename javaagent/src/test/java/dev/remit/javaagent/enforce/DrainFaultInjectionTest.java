package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Out of memory at each point where the journal's thread may take some, of the guard's own code and of Chronicle Queue's: it goes on, and all that
 * was acknowledged is in the journal, once, in order, in a chain that verifies.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DrainFaultInjectionTest {
    @TempDir
    Path folder;

    /** At the first pass through each point; later ones find another state and cost as much again. */
    @ParameterizedTest
    @CsvSource({"dev.remit., 1", "net.openhft., 1"})
    @SuppressWarnings("unchecked")
    void shouldGoOnWhereMemoryIsShort(String classes, int pass) throws Exception {
        final BiFunction<Path, Integer, Map<String, List<String>>> runs =
                (BiFunction<Path, Integer, Map<String, List<String>>>)
                        new FaultLoader(true, List.of("net.openhft."), classes)
                                .loadClass(FaultDrains.class.getName())
                                .getConstructor()
                                .newInstance();
        final Map<String, List<String>> said = runs.apply(folder, pass);
        System.out.println("DrainFaultInjectionTest " + classes + " pass=" + pass + " " + said.get("points"));
        assertThat(said.get("problems")).isEmpty();
    }
}
