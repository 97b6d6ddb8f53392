package dev.remit.engine.audit.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReaderTest {
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
}
