package dev.remit.engine.audit.read;

import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.record.RecordKind;
import java.util.Arrays;
import java.util.function.Consumer;

/** Records as a journal would hold them, of any kind, made without one. The time of each is its sequence in seconds after a fixed moment. */
public final class MadeRecords {
    public static final long RUN = 0x18ea124e0fe7a8f4L;

    private static final long BEGIN_NS = 1_763_726_727_000_000_000L;

    private MadeRecords() {}

    /** A record with what {@code said} encodes; sequence 0 for one that is in the ring only. */
    public static JournalRecord of(RecordKind kind, long sequence, long call, Consumer<RecordEncoder> said) {
        return new JournalRecord("", sequence, RUN, encoded(kind, sequence, call, said));
    }

    /** A record whose bytes were changed after it was written. */
    public static JournalRecord damaged(long sequence) {
        byte[] bytes = encoded(RecordKind.DECISION, sequence, 0, encoder -> {});
        bytes[bytes.length - 1]++;
        return new JournalRecord("", sequence, RUN, bytes);
    }

    private static byte[] encoded(RecordKind kind, long sequence, long call, Consumer<RecordEncoder> said) {
        RecordEncoder encoder = new RecordEncoder();
        encoder.begin(kind, RUN, call, 0, BEGIN_NS + sequence * 1_000_000_000L + 123_456);
        said.accept(encoder);
        int length = encoder.finish();
        return Arrays.copyOf(encoder.bytes(), length);
    }
}
