package dev.remit.engine.audit.verify;

import static dev.remit.engine.audit.journal.FrameDescriptor.*;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.journal.QueueFile;
import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.RecordView;
import dev.remit.engine.audit.record.Tag;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what stands for a journal's removed beginning. Checks nothing: whoever goes by it comes to the record in its turn. Stateless. */
final class Tombstones {
    private Tombstones() {}

    /** Number of the first record; 0 if there is none, or it is none of the guard's. */
    static long firstSequence(List<File> files) throws AuditException {
        for (File file : files) {
            try (QueueFile queue = new QueueFile(file.toPath())) {
                if (queue.next() == QueueFile.Next.FRAME) {
                    return queue.length() < FIXED_LENGTH ? 0 : view(queue).getLong(SEQUENCE);
                }
            } catch (IOException e) {
                throw AuditException.unreadable(file, e);
            }
        }
        return 0;
    }

    /** The chain of a record that is not there, by its tombstone; null if there is none. The latest files are looked through first. */
    static byte @Nullable [] chainOf(long sequence, List<File> files) throws AuditException {
        for (int i = files.size() - 1; i >= 0; i--) {
            try (QueueFile queue = new QueueFile(files.get(i).toPath())) {
                while (queue.next() == QueueFile.Next.FRAME) {
                    byte[] chain = isTombstoneOf(sequence, queue) ? chain(queue) : null;
                    if (chain != null) {
                        return chain;
                    }
                }
            } catch (IOException e) {
                throw AuditException.unreadable(files.get(i), e);
            }
        }
        return null;
    }

    private static boolean isTombstoneOf(long sequence, QueueFile queue) {
        int header = queue.length() < FIXED_LENGTH ? 0 : queue.frame()[HEADER_LENGTH_BYTE] & 0xFF;
        return header >= FIXED_LENGTH
                && queue.length() >= header + RecordDescriptor.FIXED_LENGTH
                && queue.frame()[header + RecordDescriptor.KIND] == RecordKind.TOMBSTONE.code()
                && view(queue).getLong(header + RecordDescriptor.SIZE) == sequence;
    }

    private static byte @Nullable [] chain(QueueFile queue) {
        int header = queue.frame()[HEADER_LENGTH_BYTE] & 0xFF;
        RecordView record = new RecordView(Arrays.copyOfRange(queue.frame(), header, queue.length()));
        List<byte[]> chains = record.whole() ? record.raw(Tag.CHAIN) : List.of();
        return chains.size() == 1 && chains.get(0).length == CHAIN_LENGTH ? chains.get(0) : null;
    }

    private static ByteBuffer view(QueueFile queue) {
        return ByteBuffer.wrap(queue.frame()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
