package dev.remit.engine.audit.verify;

import static dev.remit.engine.audit.journal.FrameDescriptor.*;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.journal.Chain;
import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.journal.QueueFile;
import dev.remit.engine.audit.proof.Checkpoint;
import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.RecordView;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the receipt of a record of a journal, which may be in use. Changes nothing. For one use. */
public final class Receipts {
    private final File folder;
    private final long wanted;
    private final Chain chain = new Chain();
    private final List<byte[]> digests = new ArrayList<>();
    private byte[] previous = new byte[CHAIN_LENGTH];
    private byte @Nullable [] header;
    private byte @Nullable [] record;
    private long last;

    private Receipts(File folder, long sequence) {
        this.folder = folder;
        wanted = sequence;
    }

    /**
     * The receipt of a record.
     *
     * @param folder of one journal
     * @param sequence the record's number
     * @throws AuditException if the journal has no such record, it is not signed yet, or something of it can't be read or is wrong
     */
    public static Receipt of(File folder, long sequence) throws AuditException {
        return new Receipts(folder, sequence).find();
    }

    private Receipt find() throws AuditException {
        List<File> all = JournalFolder.hours(folder);
        long first = Tombstones.firstSequence(all);
        byte[] known = first > 1 && first == wanted ? Tombstones.chainOf(wanted - 1, all) : null;
        if (known != null) {
            previous = known;
        }
        for (File file : from(all)) {
            try (QueueFile queue = new QueueFile(file.toPath())) {
                while (queue.next() == QueueFile.Next.FRAME) {
                    Receipt found = take(file, queue);
                    if (found != null) {
                        return checked(found);
                    }
                }
            } catch (AuditException e) {
                throw e;
            } catch (IOException e) {
                throw AuditException.unreadable(file, e);
            }
        }
        throw new AuditException(
                record == null
                        ? folder + " has no record " + wanted + "; its first is " + first + ", its last " + last
                        : folder + ": record " + wanted
                                + " is not signed yet; while the application runs it will be within a second");
    }

    /** The file that has the record, the one before it for the chain, and all behind it. */
    private List<File> from(List<File> files) throws AuditException {
        int first = files.size();
        while (first > 0) {
            first--;
            try (QueueFile queue = new QueueFile(files.get(first).toPath())) {
                if (queue.next() == QueueFile.Next.FRAME && sequence(queue) < wanted) {
                    break;
                }
            } catch (IOException e) {
                throw AuditException.unreadable(files.get(first), e);
            }
        }
        return files.subList(first, files.size());
    }

    private @Nullable Receipt take(File file, QueueFile queue) throws AuditException {
        byte[] frame = queue.frame();
        int length = queue.length();
        int headerLength = length < FIXED_LENGTH ? 0 : frame[HEADER_LENGTH_BYTE] & 0xFF;
        if (headerLength < FIXED_LENGTH || length <= headerLength + RecordDescriptor.KIND) {
            throw new AuditException(
                    file + ":" + queue.frameAt() + ": this is no record of the guard; see 'audit verify'");
        }
        last = sequence(queue);
        boolean chained = headerLength >= CHAIN + CHAIN_LENGTH;
        if (last == wanted) {
            if (!chained) {
                throw new AuditException(folder + ": record " + wanted + " is of a version without proof");
            }
            header = Arrays.copyOf(frame, FIXED_LENGTH);
            record = Arrays.copyOfRange(frame, headerLength, length);
        } else if (last < wanted) {
            previous = chained ? Arrays.copyOfRange(frame, CHAIN, CHAIN + CHAIN_LENGTH) : new byte[CHAIN_LENGTH];
        } else if (header != null && record != null) {
            Checkpoint.Signed checkpoint = frame[headerLength + RecordDescriptor.KIND] == RecordKind.CHECKPOINT.code()
                    ? Checkpoint.of(new RecordView(Arrays.copyOfRange(frame, headerLength, length)))
                    : null;
            if (checkpoint != null) {
                return new Receipt(header, record, previous, digests, checkpoint);
            }
            byte[] digest = new byte[CHAIN_LENGTH];
            chain.digest(frame, frame, headerLength, length, digest);
            digests.add(digest);
        }
        return null;
    }

    private Receipt checked(Receipt receipt) throws AuditException {
        String problem = receipt.problem();
        if (problem != null) {
            throw new AuditException(folder + ": record " + wanted + " can't be proved: " + problem
                    + "; 'audit verify' shows what was changed");
        }
        return receipt;
    }

    private static long sequence(QueueFile queue) {
        return ByteBuffer.wrap(queue.frame()).order(ByteOrder.LITTLE_ENDIAN).getLong(SEQUENCE);
    }
}
