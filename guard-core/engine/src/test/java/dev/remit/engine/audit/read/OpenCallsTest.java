package dev.remit.engine.audit.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.record.RecordKind;
import org.junit.jupiter.api.Test;

class OpenCallsTest {
    private static JournalRecord call(long id) {
        return MadeRecords.of(RecordKind.OUTCOME, id, id, encoder -> {});
    }

    @Test
    void shouldGiveBackOnceWhatWasKept() {
        OpenCalls<String> open = new OpenCalls<>();
        open.put(call(1), "one");
        assertThat(open.take(call(2))).isNull();
        assertThat(open.take(call(1))).isEqualTo("one");
        assertThat(open.take(call(1))).isNull();
    }

    @Test
    void shouldForgetTheOldestWhenThereAreTooMany() {
        OpenCalls<Long> open = new OpenCalls<>();
        for (long id = 1; id <= OpenCalls.MOST + 1; id++) {
            open.put(call(id), id);
        }
        assertThat(open.take(call(1))).isNull();
        assertThat(open.take(call(2))).isEqualTo(2);
    }
}
