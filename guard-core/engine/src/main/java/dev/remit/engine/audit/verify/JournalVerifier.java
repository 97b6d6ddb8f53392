package dev.remit.engine.audit.verify;

import static dev.remit.engine.audit.journal.FrameDescriptor.*;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.journal.Chain;
import dev.remit.engine.audit.journal.FrameDescriptor;
import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.journal.QueueFile;
import dev.remit.engine.audit.proof.Checkpoint;
import dev.remit.engine.audit.proof.Trust;
import dev.remit.engine.audit.record.RecordCheck;
import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.RecordView;
import dev.remit.engine.audit.record.Tag;
import dev.remit.engine.audit.ring.RingScan;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Checks one journal, record by record: checksums, numbers without a gap, the chain, the signatures of its checkpoints, and that nothing stands behind
 * its end. Needs nothing but the files, which may be a copy or in use; changes nothing.
 */
public final class JournalVerifier {
    private static final int PROGRESS_RECORDS = 1 << 14;
    private static final int TRIES = 1_000;
    private static final int TRIES_AT_FILES = 3;
    private static final long PAUSE_NS = 1_000_000;

    private final File folder;
    private final Trust trust;
    private final Anchored anchored;
    private final Progress progress;
    private final RecordCheck check = new RecordCheck();
    private final Chain chain = new Chain();
    private final Set<String> keys = new LinkedHashSet<>();
    private byte[] previous = new byte[CHAIN_LENGTH];
    private byte[] computed = new byte[CHAIN_LENGTH];
    private boolean chained;
    private long sequence;
    private long unchained;
    private long checkpoints;
    private long unproven;
    private long signed;
    private long run = Long.MIN_VALUE;
    private long ringEnd = Long.MIN_VALUE;

    /** How many records are missing at the beginning, in good order: a tombstone stands for them. */
    private long removed;

    /** The latest run that is known to have ended, in good order or by a kill. */
    private long endedRun = Long.MIN_VALUE;

    /** Told now and then how far it is. */
    public interface Progress {
        /**
         * Some more is checked.
         *
         * @param bytes of the file, so far
         */
        void at(File file, long bytes, long records);
    }

    private JournalVerifier(File folder, Trust trust, Anchored anchored, Progress progress) {
        this.folder = folder;
        this.trust = trust;
        this.anchored = anchored;
        this.progress = progress;
    }

    /**
     * Checks all of a journal.
     *
     * @param folder of the one journal
     * @param name as {@link JournalFolder#name} has it
     * @param trust whose signatures count
     * @param anchored is told of every checkpoint; what an anchor keeps must have been read before
     * @throws AuditException if it can't be read
     */
    public static Verification verify(File folder, String name, Trust trust, Anchored anchored, Progress progress)
            throws AuditException {
        for (int left = TRIES_AT_FILES; ; left--) {
            List<File> files = JournalFolder.hours(folder);
            try {
                Verification found = new JournalVerifier(folder, trust, anchored, progress).verify(name, files);
                if (found.fault() == null || left == 0 || !wasRemovedMeanwhile(files)) {
                    return found;
                }
            } catch (AuditException e) {
                if (left == 0 || !wasRemovedMeanwhile(files)) {
                    throw e;
                }
            }
        }
    }

    /** Who writes the journal removes its oldest file, once in a while. */
    private static boolean wasRemovedMeanwhile(List<File> files) {
        return !files.isEmpty() && !files.get(0).exists();
    }

    private Verification verify(String name, List<File> files) throws AuditException {
        // Before the queue: what is drained meanwhile is found there.
        List<String> unusable = new ArrayList<>();
        List<RingScan> rings = RingScan.of(folder, unusable);
        Verification.Fault fault = beginBehindTombstone(files);
        for (int i = 0; i < files.size() && fault == null; i++) {
            File file = files.get(i);
            try (QueueFile queue = new QueueFile(file.toPath())) {
                fault = verify(file, queue, i + 1 == files.size());
            } catch (IOException e) {
                throw AuditException.unreadable(file, e);
            }
        }
        if (fault == null && !unusable.isEmpty()) {
            fault = new Verification.Fault(folder.getName(), sequence + 1, unusable.get(0));
        }
        if (fault == null) {
            fault = cut(files, rings);
        }
        if (fault == null && unproven > 0 && checkpoints == 0) {
            fault = new Verification.Fault(
                    files.get(files.size() - 1).getName(),
                    sequence + 1,
                    "the trust bundle proves none of its signatures: all are by the folder's own key, see --key");
        }
        if (removed > 0) {
            Set<String> own = new HashSet<>(trust.keys());
            own.addAll(keys);
            anchored.removed(removed, own);
        }
        return new Verification(
                name,
                sequence - removed,
                removed,
                unchained,
                checkpoints,
                signed,
                waiting(rings),
                List.copyOf(keys),
                unproven,
                fault);
    }

    /** Of a journal whose first records were removed: begins with what their tombstone knows. It is checked in its turn, as every record is. */
    private Verification.@Nullable Fault beginBehindTombstone(List<File> files) throws AuditException {
        long first = Tombstones.firstSequence(files);
        if (first <= 1) {
            return null;
        }
        byte[] known = Tombstones.chainOf(first - 1, files);
        if (known == null) {
            String problem = "records 1 to " + (first - 1) + " are missing, and no tombstone stands for them";
            return new Verification.Fault(files.get(0).getName(), 1, problem);
        }
        removed = first - 1;
        sequence = removed;
        previous = known;
        return null;
    }

    private Verification.@Nullable Fault verify(File file, QueueFile queue, boolean last)
            throws IOException, AuditException {
        QueueFile.Next next = next(queue, last);
        while (next == QueueFile.Next.FRAME) {
            String problem = problem(queue.frame(), queue.length());
            if (problem != null) {
                return fault(file, queue.frameAt(), problem);
            }
            if (sequence % PROGRESS_RECORDS == 0) {
                progress.at(file, queue.position(), sequence);
            }
            next = next(queue, last);
        }
        progress.at(file, queue.position(), sequence);
        if (next == QueueFile.Next.IMPOSSIBLE) {
            return fault(file, queue.position(), "the length of what stands here is impossible");
        }
        if (next == QueueFile.Next.INCOMPLETE && !isOfAKill(queue, last)) {
            return fault(file, queue.position(), "no record begins here, and there is something behind it");
        }
        return null;
    }

    /** What comes next; of a file that is being written, once it is there. */
    private QueueFile.Next next(QueueFile queue, boolean last) throws IOException, AuditException {
        QueueFile.Next next = queue.next();
        for (int i = 0; next == QueueFile.Next.INCOMPLETE && i < TRIES && isWritten(last); i++) {
            // Who writes it needs microseconds.
            LockSupport.parkNanos(PAUSE_NS);
            next = queue.next();
        }
        return next;
    }

    private boolean isWritten(boolean last) throws AuditException {
        return last && JournalFolder.isInUse(folder);
    }

    /** Whether what stands behind the last record of a file is one that a kill cut off, and no other. */
    private boolean isOfAKill(QueueFile queue, boolean last) throws IOException, AuditException {
        return !isWritten(last) && !queue.isRecordBehind(sequence);
    }

    /** A run that is over has said so, or its ring is there to be brought in. */
    private Verification.@Nullable Fault cut(List<File> files, List<RingScan> rings) throws AuditException {
        long last = JournalFolder.lastRunId(folder);
        boolean explained = last <= endedRun
                || rings.stream().anyMatch(ring -> ring.runId() == last)
                || JournalFolder.isInUse(folder);
        if (explained) {
            return null;
        }
        String place =
                files.isEmpty() ? folder.getName() : files.get(files.size() - 1).getName();
        return new Verification.Fault(
                place,
                sequence + 1,
                "the end is missing: run " + Long.toHexString(last) + " has neither a last record nor a ring");
    }

    private Verification.Fault fault(File file, long at, String problem) {
        return new Verification.Fault(file.getName() + ':' + at, sequence + 1, problem);
    }

    /** What is wrong with the next frame; null if nothing is, and then it is taken. */
    private @Nullable String problem(byte[] frame, int length) {
        int header = length < FIXED_LENGTH ? 0 : frame[HEADER_LENGTH_BYTE] & 0xFF;
        if (header < FIXED_LENGTH || length < header) {
            return "this is no record of the guard";
        }
        ByteBuffer view = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        if (view.getLong(SEQUENCE) != sequence + 1) {
            return "record " + view.getLong(SEQUENCE) + " stands where record " + (sequence + 1) + " should be";
        }
        if (!check.whole(frame, header, length - header)) {
            return "the record's checksum is wrong";
        }
        boolean hasChain = header >= CHAIN + CHAIN_LENGTH;
        if (hasChain) {
            chain.next(previous, frame, frame, header, length, computed, 0);
            if (!Arrays.equals(computed, 0, CHAIN_LENGTH, frame, CHAIN, CHAIN + CHAIN_LENGTH)) {
                return "the record does not follow from the one before: its chain is wrong";
            }
        } else if (chained) {
            return "the record has no chain, and the one before has";
        }
        int kind = frame[header + RecordDescriptor.KIND];
        String problem = null;
        if (kind == RecordKind.CHECKPOINT.code()) {
            problem = checkpoint(new RecordView(Arrays.copyOfRange(frame, header, length)));
        } else if (kind == RecordKind.ANOMALY.code()) {
            problem = damage(new RecordView(Arrays.copyOfRange(frame, header, length)));
        }
        if (problem == null) {
            take(hasChain);
            run = view.getLong(RING_RUN_ID);
            ringEnd = view.getLong(RING_END);
            if (kind == RecordKind.GUARD_STOPPED.code() || kind == RecordKind.RECOVERED.code()) {
                endedRun = run;
            }
        }
        return problem;
    }

    /** What the guard itself found missing when it started here, and went on without. */
    private static @Nullable String damage(RecordView record) {
        return FrameDescriptor.DAMAGED.equals(record.text(Tag.NAME))
                ? "the guard found records before this one missing: " + record.text(Tag.REASON)
                : null;
    }

    private void take(boolean hasChain) {
        sequence++;
        if (hasChain) {
            chained = true;
            byte[] old = previous;
            previous = computed;
            computed = old;
        } else {
            unchained++;
        }
    }

    private @Nullable String checkpoint(RecordView record) {
        Checkpoint.Signed found = Checkpoint.of(record);
        if (found == null) {
            return "the checkpoint has no chain, key or signature";
        }
        Checkpoint checkpoint = found.checkpoint();
        if (checkpoint.sequence() != sequence
                || !checkpoint.chain().equals(HexFormat.of().formatHex(previous))) {
            return "the checkpoint is of another journal or place";
        }
        if (!found.isRight()) {
            return "the checkpoint's signature is wrong";
        }
        Trust.Judgement judgement = trust.of(found);
        if (judgement.problem() != null) {
            return "the checkpoint is " + judgement.problem();
        }
        anchored.found(found);
        if (!judgement.isProven()) {
            unproven++;
            return null;
        }
        keys.add(judgement.signer());
        checkpoints++;
        signed = sequence;
        return null;
    }

    /** Records of rings that the journal does not have. */
    private long waiting(List<RingScan> rings) throws AuditException {
        long[] count = {0};
        Set<Long> counted = new HashSet<>();
        for (RingScan ring : rings) {
            long stored = ring.runId() == run ? ringEnd : ring.runId() < run ? Long.MAX_VALUE : Long.MIN_VALUE;
            if (stored != Long.MAX_VALUE && counted.add(ring.runId())) {
                try {
                    ring.records(stored, (bytes, length, end) -> count[0]++);
                } catch (Exception e) {
                    throw new AuditException(
                            folder + ": the ring of run " + Long.toHexString(ring.runId()) + " can't be read", e);
                }
            }
        }
        return count[0];
    }
}
