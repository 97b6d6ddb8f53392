package dev.remit.engine.audit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.remit.engine.audit.Samples;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The journal's thread finds no memory, which passes; or dies of an Error that is thrown into it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DrainErrorTest {
    static List<Path> shouldGoOnWhenThereIsMemoryAgain() throws Exception {
        return Jdks.ownAndLatest();
    }

    @ParameterizedTest
    @MethodSource
    void shouldGoOnWhenThereIsMemoryAgain(Path jdk, @TempDir Path temp) throws Exception {
        Path folder = temp.resolve("audit");
        Target.Options options = Target.Options.of(folder).threads(0);
        try (Target target = Target.start(jdk, List.of(), List.of("-Xmx64m"), options)) {
            target.await("a journal in use", () -> target.recoveredNs() > 0);
            target.order("heap");
            target.order("mark");
            target.stop();
            assertThat(target.said("failure")).isEmpty();
            assertThat(target.said("stall: ")).contains("OutOfMemoryError");
            Proof.expectAll(folder, target.acknowledged(), "heap");
            System.out.println("DrainErrorTest java=" + Jdks.feature(jdk) + " " + target.said("without memory")
                    + ", lost=0, " + target.said("stall: "));
        }
    }

    static List<Path> shouldRefuseWhenItsThreadIsStopped() throws Exception {
        return Jdks.ownAndLatest();
    }

    /** Up to Java 19: later ones can't throw into another thread. */
    @ParameterizedTest
    @MethodSource
    void shouldRefuseWhenItsThreadIsStopped(Path jdk, @TempDir Path temp) throws Exception {
        assumeTrue(Jdks.feature(jdk) < 20, "Thread.stop is gone since Java 20");
        // Within Chronicle Queue, what that throws of its own as it cleans up may hide it.
        expectRefusals(jdk, "kill drain", temp.resolve("audit"));
    }

    private static void expectRefusals(Path jdk, String order, Path folder) throws Exception {
        Set<Long> acknowledged = new HashSet<>();
        Target.Options options = Target.Options.of(folder).ring(8 << 20).threads(0);
        try (Target target = Target.start(jdk, List.of(), List.of("-Xmx64m"), options)) {
            target.await("a journal in use", () -> target.recoveredNs() > 0);
            target.order(order);
            target.awaitSaid("failure: ");
            target.order("offer");
            assertThat(target.refused()).isEqualTo(1);
            target.kill();
            acknowledged.addAll(target.acknowledged());
        }
        // What was acknowledged and not yet in the journal waits in the ring.
        try (Target target = Target.start(jdk, List.of(), List.of(), options.first(1_000_000_000L))) {
            target.order("mark");
            target.stop();
            acknowledged.addAll(target.acknowledged());
        }
        Proof.expectAll(folder, acknowledged, order);
        assertThat(Proof.blocked(folder)).isEqualTo(1);
        assertThat(Samples.read(folder, "recovered")).hasSize(1);
        System.out.println("DrainErrorTest java=" + Jdks.feature(jdk) + " " + order + ": acknowledged="
                + acknowledged.size() + " lost=0, "
                + Samples.read(folder, "recovered").get(0).reason());
    }
}
