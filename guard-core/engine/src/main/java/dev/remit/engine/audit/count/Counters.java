package dev.remit.engine.audit.count;

import static dev.remit.engine.audit.count.CountersDescriptor.*;

import dev.remit.engine.audit.OutcomeStatus;
import dev.remit.engine.audit.Verdict;
import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.ring.RingFile;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel.MapMode;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/** Keeps the counters of a run. For the draining thread alone: callers count nothing, for the journal has all that they would. */
public final class Counters {
    /** The file's name in the journal's folder. */
    public static final String FILE = "counters.dat";

    private static final GuardCounter[] ALL = GuardCounter.values();
    private static final GuardCounter[] BY_VERDICT = new GuardCounter[Verdict.values().length + 1];
    private static final GuardCounter[] BY_STATUS = new GuardCounter[OutcomeStatus.values().length + 1];

    static {
        BY_VERDICT[Verdict.ALLOW.code()] = GuardCounter.DECISIONS_ALLOWED;
        BY_VERDICT[Verdict.DENY.code()] = GuardCounter.DECISIONS_DENIED;
        BY_VERDICT[Verdict.STEP_UP.code()] = GuardCounter.DECISIONS_STEP_UP;
        BY_VERDICT[Verdict.DEFER.code()] = GuardCounter.DECISIONS_DEFERRED;
        BY_VERDICT[Verdict.MODIFY.code()] = GuardCounter.DECISIONS_MODIFIED;
        BY_STATUS[OutcomeStatus.OK.code()] = GuardCounter.OUTCOMES_OK;
        BY_STATUS[OutcomeStatus.ERROR.code()] = GuardCounter.OUTCOMES_ERROR;
        BY_STATUS[OutcomeStatus.REFUSED.code()] = GuardCounter.OUTCOMES_REFUSED;
        BY_STATUS[OutcomeStatus.CANCELLED.code()] = GuardCounter.OUTCOMES_CANCELLED;
    }

    private final UnsafeBuffer values;
    private final long[] counts = new long[ALL.length];

    private Counters(ByteBuffer file) {
        values = new UnsafeBuffer(file, METADATA_OFFSET + metadataLength(ALL.length), valuesLength(ALL.length));
    }

    /**
     * Makes the file of a folder anew. Who has the last run's open keeps that.
     *
     * @throws IOException if there is no space, most of all
     */
    public static Counters make(File folder, long runId, long timeNs) throws IOException {
        int length = fileLength(ALL.length);
        File aside = new File(folder, FILE.concat(".tmp"));
        try (RandomAccessFile random = new RandomAccessFile(aside, "rw")) {
            RingFile.restrict(aside);
            // Every byte is written: a hole would kill with SIGBUS when the disk is full.
            random.setLength(0);
            random.write(new byte[length]);
            ByteBuffer mapped =
                    random.getChannel().map(MapMode.READ_WRITE, 0, length).order(ByteOrder.LITTLE_ENDIAN);
            describe(mapped, runId, timeNs);
            if (!aside.renameTo(new File(folder, FILE))) {
                throw new IOException(aside + " can't be renamed to " + FILE);
            }
            return new Counters(mapped);
        }
    }

    /** Counters that nobody sees. */
    public static Counters hidden() {
        return new Counters(ByteBuffer.allocate(fileLength(ALL.length)));
    }

    private static void describe(ByteBuffer file, long runId, long timeNs) {
        file.putInt(VERSION_OFFSET, VERSION);
        file.putInt(COUNT_OFFSET, ALL.length);
        file.putLong(RUN_ID_OFFSET, runId);
        file.putLong(PID_OFFSET, ProcessHandle.current().pid());
        file.putLong(TIME_NS_OFFSET, timeNs);
        UnsafeBuffer metadata = new UnsafeBuffer(file, METADATA_OFFSET, metadataLength(ALL.length));
        UnsafeBuffer values =
                new UnsafeBuffer(file, METADATA_OFFSET + metadataLength(ALL.length), valuesLength(ALL.length));
        CountersManager manager = new CountersManager(metadata, values);
        for (GuardCounter counter : ALL) {
            manager.allocate(counter.sample(), counter.index());
        }
        file.putLong(MAGIC_OFFSET, MAGIC);
    }

    /** Counts a record that the journal has. */
    public void stored(byte[] record, int length) {
        counts[GuardCounter.RECORDS_STORED.index()]++;
        counts[GuardCounter.BYTES_STORED.index()] += length;
        int kind = record[RecordDescriptor.KIND];
        if (kind == RecordKind.DECISION.code()) {
            count(BY_VERDICT, record[RecordDescriptor.VERDICT]);
        } else if (kind == RecordKind.OUTCOME.code()) {
            count(BY_STATUS, record[RecordDescriptor.STATUS]);
        } else if (kind == RecordKind.ANOMALY.code()) {
            counts[GuardCounter.ANOMALIES.index()]++;
        } else if (kind == RecordKind.CHECKPOINT.code()) {
            counts[GuardCounter.CHECKPOINTS.index()]++;
        }
    }

    private void count(GuardCounter[] counters, int code) {
        if (code > 0 && code < counters.length) {
            counts[counters[code].index()]++;
        }
    }

    /** Sets a gauge, or a counter that is kept elsewhere. */
    public void set(GuardCounter counter, long value) {
        counts[counter.index()] = value;
    }

    /** Shows what changed. */
    public void publish() {
        for (int i = 0; i < counts.length; i++) {
            int offset = CountersReader.counterOffset(i);
            if (values.getLong(offset) != counts[i]) {
                values.putLongRelease(offset, counts[i]);
            }
        }
    }
}
