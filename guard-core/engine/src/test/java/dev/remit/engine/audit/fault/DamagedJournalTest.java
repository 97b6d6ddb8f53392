package dev.remit.engine.audit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.ring.RingDescriptor;
import dev.remit.engine.audit.ring.RingFile;
import java.io.File;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of the journal that are not what they were, at the next start: it records, says what is missing, and verifying never calls it intact. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedJournalTest {
    private static final int RECORDS = 300;

    @TempDir
    Path folder;

    /** What is done to a file of the journal. */
    enum Damage {
        ZEROED {
            @Override
            void to(RandomAccessFile file) throws Exception {
                long length = file.length();
                file.setLength(0);
                file.setLength(length);
            }
        },
        EMPTY {
            @Override
            void to(RandomAccessFile file) throws Exception {
                file.setLength(0);
            }
        },
        CUT {
            @Override
            void to(RandomAccessFile file) throws Exception {
                file.setLength(middle(file));
            }
        },
        CUT_AND_FILLED_UP {
            @Override
            void to(RandomAccessFile file) throws Exception {
                long length = file.length();
                file.setLength(middle(file));
                file.setLength(length);
            }
        },
        ZEROED_IN_THE_MIDDLE {
            @Override
            void to(RandomAccessFile file) throws Exception {
                file.seek(middle(file));
                file.write(new byte[4096]);
            }
        },
        ZEROED_AT_THE_BEGINNING {
            @Override
            void to(RandomAccessFile file) throws Exception {
                file.write(new byte[4096]);
            }
        };

        abstract void to(RandomAccessFile file) throws Exception;

        /** About the 150th record. */
        private static long middle(RandomAccessFile file) throws Exception {
            byte[] bytes = new byte[(int) Math.min(file.length(), 1 << 20)];
            file.seek(0);
            file.readFully(bytes);
            int last = bytes.length - 1;
            while (bytes[last] == 0) {
                last--;
            }
            // Behind the file's own header and index.
            return 1 << 16 | last + (1 << 16) >> 1;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnBehindADamagedLastFileAndSayIt(Damage damage) throws Exception {
        record(1, Clock.systemUTC());
        damage(damage, 0);
        expectFault();

        record(1_001, Clock.systemUTC());
        expectSaid(1_001, Clock.systemUTC());
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnBehindADamagedLastFileInALaterHour(Damage damage) throws Exception {
        record(1, Clock.systemUTC());
        damage(damage, 0);

        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        record(1_001, later);
        expectSaid(1_001, later);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnBehindADamagedEarlierFile(Damage damage) throws Exception {
        record(1, Clock.systemUTC());
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        record(501, later);
        damage(damage, 0);
        expectFault();

        record(1_001, later);
        expectFault();
        expectAll(1_001);
        expectAll(501);
        try (JournalReader reader = JournalReader.open(folder)) {
            while (reader.next() != null) {
                // To the end.
            }
            boolean setAside =
                    folder.resolve("journal").toFile().list((dir, name) -> name.endsWith(".damaged")).length > 0;
            assertThat(setAside || !reader.warnings().isEmpty()).isTrue();
        }
    }

    /** The records that a killed run had moved into the journal are gone; those in its ring are not. */
    @ParameterizedTest
    @EnumSource(names = {"ZEROED", "EMPTY", "CUT"})
    void shouldBringInTheRingOfAKilledRunWhoseFileIsDamaged(Damage damage) throws Exception {
        Set<Long> acknowledged = new HashSet<>();
        try (Target target = Target.start(Target.Options.of(folder).ring(8 << 20))) {
            target.await("a journal in use", () -> target.recoveredNs() > 0);
            target.awaitAcknowledged(20_000);
            target.kill();
            acknowledged.addAll(target.acknowledged());
        }
        damage(damage, 0);
        record(1_001, Clock.systemUTC());
        expectFault();
        expectAll(1_001);
        assertThat(said()).isNotEmpty();
        assertThat(Samples.read(folder, "recovered")).isNotEmpty();
    }

    @Test
    void shouldSayThatAFileIsGone() throws Exception {
        record(1, Clock.systemUTC());
        Files.delete(JournalFolder.hours(folder.toFile()).get(0).toPath());
        record(1_001, Clock.systemUTC());
        expectSaid(1_001, Clock.systemUTC());
    }

    @Test
    void shouldSetARingOfAnotherVersionAside() throws Exception {
        RingFile.create(folder.toFile(), 5, 1 << 20).putInt(RingDescriptor.VERSION_OFFSET, RingDescriptor.VERSION + 1);
        record(1, Clock.systemUTC());
        expectAll(1);
        assertThat(new File(RingFile.file(folder.toFile(), 5) + ".damaged")).exists();
        assertThat(Samples.read(folder, "anomaly"))
                .singleElement()
                .satisfies(record -> assertThat(record.name()).isEqualTo("ring-damaged"))
                .satisfies(record -> assertThat(record.reason())
                        .contains(
                                "its version is " + (RingDescriptor.VERSION + 1) + ", not " + RingDescriptor.VERSION));
    }

    private void record(long first, Clock clock) throws Exception {
        try (Recorder recorder = Samples.open(Samples.small(folder), clock)) {
            for (long id = first; id < first + RECORDS; id++) {
                while (!recorder.decision(Samples.decision(id))) {
                    Thread.sleep(1);
                }
            }
            assertThat(recorder.failure()).isNull();
        }
    }

    private void damage(Damage damage, int file) throws Exception {
        File damaged = JournalFolder.hours(folder.toFile()).get(file);
        try (RandomAccessFile random = new RandomAccessFile(damaged, "rw")) {
            damage.to(random);
        }
    }

    private void expectSaid(long first, Clock clock) throws Exception {
        expectAll(first);
        assertThat(said()).isNotEmpty();
        assertThat(said().get(0).reason()).containsAnyOf("is damaged: ", "its last records are gone");
        expectFault();
        // Said once: what comes is not worse than it was.
        int before = said().size();
        record(2_001, clock);
        expectAll(2_001);
        assertThat(said()).hasSize(before);
        expectFault();
    }

    private List<JournalRecord> said() throws Exception {
        return Samples.read(folder, "anomaly").stream()
                .filter(record -> record.name().equals("journal-damaged"))
                .toList();
    }

    private void expectAll(long first) throws Exception {
        assertThat(Samples.read(folder, "decision").stream()
                        .filter(record -> record.sequence() > 0)
                        .map(JournalRecord::call)
                        .filter(call -> call >= first && call < first + RECORDS))
                .hasSize(RECORDS);
    }

    private void expectFault() throws Exception {
        assertThat(Proof.verify(folder).fault()).isNotNull();
    }
}
