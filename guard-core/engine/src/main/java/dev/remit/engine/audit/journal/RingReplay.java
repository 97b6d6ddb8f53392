package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.Tag;
import dev.remit.engine.audit.record.TextLimits;
import dev.remit.engine.audit.redact.RecordRedactor;
import dev.remit.engine.audit.ring.RingDescriptor;
import dev.remit.engine.audit.ring.RingFile;
import dev.remit.engine.audit.ring.RingScan;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;

/**
 * Brings into the journal what killed runs left in their rings. A kill at any point of it does no harm: each record carries the position up to
 * which its ring is stored, the marker at the end says the ring is done, and only then is the file zeroed and removed.
 */
final class RingReplay {
    private final File folder;
    private final Journal journal;
    private final RecordRedactor redactor;
    private final RecordEncoder encoder = new RecordEncoder();
    private final long runId;
    private int replayed;
    private long current = Long.MIN_VALUE;
    private long missingOf = Long.MIN_VALUE;

    RingReplay(File folder, Journal journal, RecordRedactor redactor, long runId) {
        this.redactor = redactor;
        this.folder = folder;
        this.journal = journal;
        this.runId = runId;
    }

    /** Replays every ring older than this run's, oldest first. */
    void replayAll(long nowNs) throws Exception {
        for (File file : RingFile.in(folder)) {
            if (RingFile.runId(file.getName()) < runId) {
                replay(file, nowNs);
            }
        }
    }

    private void replay(File file, long nowNs) throws Exception {
        try (RandomAccessFile random = new RandomAccessFile(file, "rw")) {
            RingScan scan = scan(random);
            long ring = scan.runId();
            if (ring != current) {
                current = ring;
                replayed = 0;
            }
            long stored = journal.frames().storedOf(ring);
            reportMissing(scan, stored, nowNs);
            long end = scan.records(stored, (bytes, length, endPosition) -> {
                byte[] kept = redactor.redact(bytes, length);
                journal.append(kept, redactor.length(), ring, endPosition);
                replayed++;
            });
            if (scan.refused() > 0) {
                int length = blocked(encoder, ring, scan.refused(), scan.refusedFromNs(), scan.refusedToNs());
                journal.append(encoder.bytes(), length, ring, end);
                markReported(random, scan);
            }
            encoder.begin(RecordKind.RECOVERED, ring, 0, 0, nowNs);
            encoder.setLong(RecordDescriptor.SIZE, replayed);
            String counts = "replayed=" + replayed + " unfinished=" + scan.unfinished() + " damaged=" + scan.damaged();
            encoder.text(Tag.REASON, counts, TextLimits.REASON, null);
            journal.append(encoder.bytes(), encoder.finish(), ring, end);
            zero(random);
        } catch (RingScan.NotARing e) {
            setAside(file, e, nowNs);
            return;
        }
        if (!file.delete()) {
            throw new IOException(file + " is in the journal but can't be removed");
        }
    }

    /** What left the ring was in the journal before. */
    private void reportMissing(RingScan scan, long stored, long nowNs) throws IOException {
        if (scan.drainedBeyond(stored) && missingOf != scan.runId()) {
            String text = "run " + Long.toHexString(scan.runId())
                    + " had put more into the journal than there is: its records before those in its ring are gone";
            int length = Anomaly.encode(encoder, runId, nowNs, FrameDescriptor.DAMAGED, text);
            journal.append(encoder.bytes(), length, runId, 0);
            missingOf = scan.runId();
        }
    }

    /** So that they are not reported once more where the replay is tried again. */
    private static void markReported(RandomAccessFile random, RingScan scan) throws IOException {
        random.seek(RingDescriptor.REFUSED_REPORTED_OFFSET);
        random.writeLong(Long.reverseBytes(scan.refusedInAll()));
    }

    private static RingScan scan(RandomAccessFile random) throws IOException, RingScan.NotARing {
        ByteBuffer mapped = random.length() == 0
                ? ByteBuffer.allocate(0)
                : random.getChannel().map(MapMode.READ_ONLY, 0, random.length());
        return new RingScan(mapped);
    }

    /** A file that can't be read is kept under another name for someone to look at, unless it never came into use. */
    private void setAside(File file, RingScan.NotARing problem, long nowNs) throws IOException {
        if (neverUsed(file)) {
            if (!file.delete()) {
                throw new IOException(file + " was never in use but can't be removed");
            }
            return;
        }
        File aside = new File(file.getPath() + ".damaged");
        String text = file.getName() + " is no usable ring: " + problem.getMessage() + "; kept as " + aside.getName();
        int length = Anomaly.encode(encoder, runId, nowNs, "ring-damaged", text);
        journal.append(encoder.bytes(), length, runId, 0);
        if (!file.renameTo(aside)) {
            throw new IOException(
                    file + " is no usable ring (" + problem.getMessage() + ") and can't be renamed to " + aside);
        }
    }

    private static boolean neverUsed(File file) throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            return RingFile.isUnused(in.readNBytes(Long.BYTES));
        }
    }

    private static void zero(RandomAccessFile random) throws IOException {
        byte[] zeros = new byte[1 << 16];
        long length = random.length();
        random.seek(0);
        for (long done = 0; done < length; done += zeros.length) {
            random.write(zeros, 0, (int) Math.min(zeros.length, length - done));
        }
    }

    /** Encodes the record of an interval in which records could not be taken; returns its length. */
    static int blocked(RecordEncoder encoder, long runId, long count, long fromNs, long toNs) {
        encoder.begin(RecordKind.BLOCKED, runId, 0, 0, fromNs);
        encoder.setLong(RecordDescriptor.SIZE, count);
        encoder.setLong(RecordDescriptor.DURATION_NS, Math.max(0, toNs - fromNs));
        return encoder.finish();
    }
}
