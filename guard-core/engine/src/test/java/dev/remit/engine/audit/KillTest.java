package dev.remit.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.ring.RingFile;
import dev.remit.engine.audit.verify.Anchored;
import dev.remit.engine.audit.verify.JournalVerifier;
import dev.remit.engine.audit.verify.Verification;
import java.io.DataInputStream;
import java.io.EOFException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills JVMs while they record. This process reads what they acknowledged through a pipe, which a kill can't take back. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
    private static final int KILLS = Integer.getInteger("remit.kills", 8);

    @TempDir
    Path folder;

    @Test
    void shouldLoseAndDuplicateNothingWhenKilled() throws Exception {
        long seed = Long.getLong("remit.seed", System.nanoTime());
        System.out.println("KillTest seed=" + seed);
        Random random = new Random(seed);
        Set<Long> acknowledged = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            // Early kills hit the journal's opening and the bringing in of the last ring, later ones the steady state.
            int after = random.nextInt(kill % 2 == 0 ? 2_000 : 60_000);
            recordAndKill(kill, 2 + random.nextInt(3), after, acknowledged);
            assertThat(missing(acknowledged, calls()))
                    .as("missing in the killed journal, seed=%s kill=%s", seed, kill)
                    .isEmpty();
            expectProof();
        }
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            assertThat(recorder.decision(Samples.decision(7))).isTrue();
        }
        acknowledged.add(7L);
        assertThat(missing(acknowledged, calls()))
                .as("missing after the restart, seed=%s", seed)
                .isEmpty();
        assertThat(RingFile.in(folder.toFile())).isEmpty();
        List<Long> sequences =
                Samples.read(folder).stream().map(JournalRecord::sequence).toList();
        assertThat(sequences)
                .isEqualTo(LongStream.rangeClosed(1, sequences.size()).boxed().toList());
        assertThat(Samples.read(folder)).allMatch(JournalRecord::whole);
        expectProof();
        System.out.println("KillTest kills=" + KILLS + " acknowledged=" + acknowledged.size() + " lost=0 duplicated=0");
    }

    private void expectProof() throws AuditException {
        Verification found = JournalVerifier.verify(
                folder.toFile(), "", Set.of(), new Anchored(List.of()), (file, bytes, records) -> {});
        assertThat(found.fault()).isNull();
    }

    private List<Long> calls() throws AuditException {
        List<Long> calls = Samples.read(folder, "decision").stream()
                .map(JournalRecord::call)
                .toList();
        assertThat(new HashSet<>(calls)).as("no duplicates").hasSameSizeAs(calls);
        return calls;
    }

    private static Set<Long> missing(Set<Long> acknowledged, List<Long> recorded) {
        Set<Long> missing = new HashSet<>(acknowledged);
        missing.removeAll(new HashSet<>(recorded));
        return missing;
    }

    private void recordAndKill(int run, int threads, int after, Set<Long> acknowledged) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), KillTarget.class.getName()));
        command.addAll(
                List.of(folder.toString(), Long.toString((run + 1) * 1_000_000_000L), Integer.toString(threads)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int before = acknowledged.size();
        try (DataInputStream in = new DataInputStream(process.getInputStream())) {
            while (true) {
                acknowledged.add(in.readLong());
                if (acknowledged.size() - before == after + 1) {
                    // Through the handle: the process's own method would close the pipe that is still to be read.
                    process.toHandle().destroyForcibly();
                }
            }
        } catch (EOFException killed) {
            assertThat(acknowledged.size() - before).isGreaterThan(after);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
