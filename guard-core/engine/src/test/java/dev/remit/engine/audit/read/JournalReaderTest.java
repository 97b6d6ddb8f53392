package dev.remit.engine.audit.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.journal.JournalFolder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JournalReaderTest {
    private static final int RECORDS = 5;

    private static final DateTimeFormatter HOUR = new DateTimeFormatterBuilder()
            .appendPattern("yyyyMMdd-HH'F.cq4'")
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void shouldExpectAsManyRecordsAsAreStored() throws Exception {
        try (Recorder first = Recorder.open(Samples.small(folder));
                Recorder second = Recorder.open(Samples.small(folder))) {
            for (int i = 1; i <= 5; i++) {
                first.decision(Samples.decision(i));
                second.decision(Samples.decision(i));
            }
        }
        assertExpected();
    }

    private List<String> warnings() throws Exception {
        try (JournalReader reader = JournalReader.open(folder)) {
            while (reader.next() != null) {
                // To the end.
            }
            return reader.warnings();
        }
    }

    private void assertExpected() throws Exception {
        try (JournalReader reader = JournalReader.open(folder)) {
            JournalRecord first = reader.next();
            long expected = reader.expected();
            int read = 1;
            while (reader.next() != null) {
                read++;
            }
            assertThat(first).isNotNull();
            assertThat(expected).isEqualTo(read).isGreaterThan(10);
        }
    }

    @Test
    void shouldReadSeveralFoldersAsOne() throws Exception {
        Path left = Files.createDirectory(folder.resolve("left"));
        Path right = Files.createDirectory(folder.resolve("right"));
        try (Recorder first = Recorder.open(Samples.small(left));
                Recorder below = Recorder.open(Samples.small(left));
                Recorder second = Recorder.open(Samples.small(right))) {
            for (int i = 1; i <= 3; i++) {
                first.decision(Samples.decision(3 * i));
                below.decision(Samples.decision(3 * i + 1));
                second.decision(Samples.decision(3 * i + 2));
            }
        }
        List<JournalRecord> decisions = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(List.of(left, right, left.resolve("../right")))) {
            for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
                if (record.kind().equals("decision")) {
                    decisions.add(record);
                }
            }
        }
        assertThat(decisions).extracting(JournalRecord::call).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
        assertThat(decisions.subList(0, 3))
                .extracting(JournalRecord::journal)
                .containsExactly(left.toString(), left.resolve("jvm-2").toString(), right.toString());
    }

    /** Three hours, in two of which a second JVM has a folder of its own. */
    @Test
    void shouldReadTheNewestFilesAlone() throws Exception {
        for (int hour = 0; hour < 3; hour++) {
            Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(hour));
            try (Recorder first = Samples.open(Samples.small(folder), clock)) {
                record(first);
                if (hour < 2) {
                    try (Recorder second = Samples.open(Samples.small(folder), clock)) {
                        record(second);
                    }
                }
            }
        }
        List<File> hours = JournalFolder.hours(folder.toFile());
        assertThat(hours).hasSize(3);
        List<JournalRecord> newest = recent(1, hours.get(2));
        assertThat(newest).filteredOn(r -> r.kind().equals("decision")).hasSize(2 * RECORDS);
        assertThat(recent(2, hours.get(1)))
                .filteredOn(r -> r.kind().equals("decision"))
                .hasSize(4 * RECORDS);
        assertThat(recent(3, null)).hasSameSizeAs(Samples.read(folder)).hasSizeGreaterThan(newest.size());
        assertThat(recent(100, null)).hasSameSizeAs(Samples.read(folder));
        // The second JVM's last records are of the hour before, as the first one's are that come before the newest.
        List<JournalRecord> all = Samples.read(folder);
        for (int most : new int[] {0, 1, 7, 12, 20, 1_000}) {
            assertThat(RecentRecords.of(folder, most, record -> true).records())
                    .as("the last %d", most)
                    .extracting(JournalRecord::timeNs)
                    .isEqualTo(all.stream()
                            .skip(Math.max(0, all.size() - most))
                            .map(JournalRecord::timeNs)
                            .toList());
        }
        assertThat(RecentRecords.of(folder, 3, record -> record.kind().equals("none"))
                        .records())
                .isEmpty();
    }

    /** By hand, so that the queue's own list has it still. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldReadWhatIsLeft(int removed) throws Exception {
        for (int hour = 0; hour < 3; hour++) {
            try (Recorder recorder =
                    Samples.open(Samples.small(folder), Clock.offset(Clock.systemUTC(), Duration.ofHours(hour)))) {
                record(recorder);
            }
        }
        Files.delete(JournalFolder.hours(folder.toFile()).get(removed).toPath());
        assertThat(Samples.read(folder, "decision")).hasSize(2 * RECORDS);
        assertThat(warnings()).hasSize(removed == 2 ? 0 : 1).allMatch(text -> text.contains("can't be read"));
        if (removed == 0) {
            assertExpected();
        }
    }

    private static void record(Recorder recorder) {
        for (int i = 1; i <= RECORDS; i++) {
            assertThat(recorder.decision(Samples.decision(i))).isTrue();
        }
    }

    /** @param from the oldest file of which all is read; null for all of them */
    private List<JournalRecord> recent(int files, @Nullable File from) throws Exception {
        List<JournalRecord> records = new ArrayList<>();
        try (JournalReader reader = JournalReader.recent(folder, files)) {
            assertThat(reader.completeFromMs())
                    .isEqualTo(
                            from == null
                                    ? Long.MIN_VALUE
                                    : HOUR.parse(from.getName(), Instant::from).toEpochMilli());
            for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
                records.add(record);
            }
            assertThat(reader.warnings()).isEmpty();
        }
        return records;
    }
}
