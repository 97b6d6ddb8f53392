package dev.remit.engine.audit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.ring.RingFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills JVMs while they record with four threads. */
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
    private static final int KILLS = Integer.getInteger("remit.kills", 20);

    /** So many in one folder: each kill is followed by a look at all that the folder has. */
    private static final int TOGETHER = 10;

    static List<Path> shouldLoseAndDuplicateNothingWhenKilled() throws Exception {
        return Jdks.ownAndLatest();
    }

    @ParameterizedTest
    @MethodSource
    void shouldLoseAndDuplicateNothingWhenKilled(Path jdk, @TempDir Path temp) throws Exception {
        long seed = Long.getLong("remit.seed", System.nanoTime());
        System.out.println("KillTest seed=" + seed);
        Random random = new Random(seed);
        List<Long> started = new ArrayList<>();
        List<Long> recovered = new ArrayList<>();
        long records = 0;
        for (int done = 0; done < KILLS; done += TOGETHER) {
            Path folder = temp.resolve("audit-" + done);
            Set<Long> acknowledged = new HashSet<>();
            for (int kill = 0; kill < Math.min(TOGETHER, KILLS - done); kill++) {
                int after = random.nextInt(kill % 2 == 0 ? 2_000 : 60_000);
                Target.Options options = Target.Options.of(folder).ring(8 << 20).first((kill + 1) * 1_000_000_000L);
                try (Target target = Target.start(jdk, List.of(), List.of(), options)) {
                    if (kill % 2 != 0) {
                        // Others hit the journal's opening and the bringing in of the last ring; this the steady state.
                        target.await("the last ring", () -> target.recoveredNs() > 0);
                    }
                    target.awaitAcknowledged(after + 1);
                    target.kill();
                    acknowledged.addAll(target.acknowledged());
                    started.add(target.startedNs());
                    recovered.add(target.recoveredNs());
                }
                Proof.expectAll(folder, acknowledged, "seed=" + seed + " kill=" + (done + kill));
            }
            expectGoodOrderAfterAStart(folder, acknowledged);
            records += acknowledged.size();
        }
        System.out.println("KillTest java=" + Jdks.feature(jdk) + " kills=" + KILLS + " acknowledged=" + records
                + " lost=0 duplicated=0; start to first record " + times(started)
                + ", to the last run's records in the journal " + times(recovered));
    }

    private static void expectGoodOrderAfterAStart(Path folder, Set<Long> acknowledged) throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            assertThat(recorder.decision(Samples.decision(7))).isTrue();
        }
        acknowledged.add(7L);
        Proof.expectAll(folder, acknowledged, "after the restart");
        assertThat(RingFile.in(folder.toFile())).isEmpty();
        List<Long> sequences =
                Samples.read(folder).stream().map(JournalRecord::sequence).toList();
        assertThat(sequences)
                .isEqualTo(LongStream.rangeClosed(1, sequences.size()).boxed().toList());
    }

    private static String times(List<Long> ns) {
        List<Long> known = ns.stream().filter(time -> time > 0).sorted().toList();
        return known.isEmpty()
                ? "unknown"
                : "p50=" + known.get(known.size() / 2) / 1_000_000 + "ms max=" + known.get(known.size() - 1) / 1_000_000
                        + "ms of " + known.size();
    }
}
