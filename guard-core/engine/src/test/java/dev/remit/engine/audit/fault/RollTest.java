package dev.remit.engine.audit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.journal.QueueFile;
import dev.remit.engine.audit.read.JournalRecord;
import java.io.File;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The journal's files are for an hour each. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RollTest {
    @TempDir
    Path temp;

    @Test
    void shouldLoseNothingWhenHoursEndUnderLoad() throws Exception {
        Path folder = temp.resolve("audit");
        Target.Options options =
                Target.Options.of(folder).ring(8 << 20).pauseUs(200).inHours();
        try (Target target = Target.start(options)) {
            target.await("six hours", () -> JournalFolder.hours(folder.toFile()).size() >= 6);
            target.stop();
            Proof.expectAll(folder, target.acknowledged(), "rolls");
            System.out.println("RollTest files="
                    + JournalFolder.hours(folder.toFile()).size() + " acknowledged="
                    + target.acknowledged().size() + " lost=0 refused=" + target.refused());
            assertThat(target.said("stall")).isEmpty();
            assertThat(Proof.blocked(folder)).isEqualTo(target.refused());
        }
        for (File file : JournalFolder.hours(folder.toFile())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.toPath())))
                    .isEqualTo("rw-------");
        }
        assertThat(folder.resolve("journal").toFile().list()).noneMatch(name -> name.endsWith(".precreated"));
    }

    @Test
    void shouldLoseNothingWhenKilledWhileHoursEnd() throws Exception {
        Path folder = temp.resolve("audit");
        Set<Long> acknowledged = new HashSet<>();
        for (int kill = 1; kill <= 5; kill++) {
            Target.Options options = Target.Options.of(folder)
                    .ring(8 << 20)
                    .pauseUs(50)
                    .first(kill * 1_000_000_000L)
                    .inHours();
            try (Target target = Target.start(options)) {
                int before = JournalFolder.hours(folder.toFile()).size();
                target.await(
                        "an hour", () -> JournalFolder.hours(folder.toFile()).size() > before + 1);
                target.kill();
                acknowledged.addAll(target.acknowledged());
            }
            Proof.expectAll(folder, acknowledged, "kill=" + kill);
        }
    }

    /** As a kill between two hours leaves it, with a clock that is still in the first, or there again. */
    @Test
    void shouldGoOnInTheNextHourWhereAFileIsComplete() throws Exception {
        Clock clock = Clock.fixed(Instant.parse("2026-11-21T13:59:59Z"), ZoneOffset.UTC);
        try (Recorder recorder = Samples.open(Samples.small(temp), clock)) {
            recordAndAwait(recorder, 1);
        }
        File only = JournalFolder.hours(temp.toFile()).get(0);
        long end;
        try (QueueFile file = new QueueFile(only.toPath())) {
            while (file.next() == QueueFile.Next.FRAME) {
                // To the end.
            }
            end = file.position();
        }
        try (RandomAccessFile file = new RandomAccessFile(only, "rw")) {
            file.seek(end);
            file.writeInt(Integer.reverseBytes(0xC000_0000));
        }
        for (long id = 2; id <= 3; id++) {
            try (Recorder recorder = Samples.open(Samples.small(temp), clock)) {
                recordAndAwait(recorder, id);
            }
        }
        Proof.expectAll(temp, Set.of(1L, 2L, 3L), "a complete file");
        assertThat(JournalFolder.hours(temp.toFile()))
                .extracting(File::getName)
                .containsExactly("20261121-13F.cq4", "20261121-14F.cq4");
    }

    /** The clock goes back over the end of an hour while it records, and once more before the next start. */
    @Test
    void shouldKeepTheOrderWhenTheClockIsSetBack() throws Exception {
        Clock system = Clock.systemUTC();
        Clock[] present = {system};
        Clock settable = new ForwardedClock(present);
        present[0] = Clock.offset(system, Duration.ofHours(5));
        long firstRun;
        try (Recorder recorder = Samples.open(Samples.small(temp), settable)) {
            firstRun = recorder.runId();
            recordAndAwait(recorder, 1);
            present[0] = Clock.offset(system, Duration.ofHours(2));
            for (int i = 2; recorder.clock().nowNs() > firstRun; i++) {
                recordAndAwait(recorder, 1_000 + i);
            }
            recordAndAwait(recorder, 2);
        }
        try (Recorder recorder = Samples.open(Samples.small(temp), system)) {
            assertThat(recorder.runId()).isGreaterThan(firstRun);
            assertThat(recorder.clock().nowNs()).isLessThan(firstRun);
            recordAndAwait(recorder, 3);
        }
        List<JournalRecord> records = Samples.read(temp);
        assertThat(records).extracting(JournalRecord::call).contains(1L, 2L, 3L);
        Proof.expectAll(temp, Set.of(1L, 2L, 3L), "a clock set back");
        assertThat(JournalFolder.hours(temp.toFile())).hasSize(1);
    }

    private void recordAndAwait(Recorder recorder, long id) throws Exception {
        DecisionEntry entry = Samples.decision(id);
        entry.timeNs = recorder.clock().nowNs();
        assertThat(recorder.decision(entry)).isTrue();
        while (Samples.read(temp, "decision").stream().noneMatch(r -> r.call() == id && r.sequence() > 0)) {
            Thread.sleep(5);
        }
    }

    private static final class ForwardedClock extends Clock {
        private final Clock[] to;

        ForwardedClock(Clock[] to) {
            this.to = to;
        }

        @Override
        public java.time.Instant instant() {
            return to[0].instant();
        }

        @Override
        public java.time.ZoneId getZone() {
            return to[0].getZone();
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
