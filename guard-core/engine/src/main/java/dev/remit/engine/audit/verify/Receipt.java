package dev.remit.engine.audit.verify;

import dev.remit.engine.audit.journal.Chain;
import dev.remit.engine.audit.journal.FrameDescriptor;
import dev.remit.engine.audit.proof.Checkpoint;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.record.RecordCheck;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record and what proves it: the digests that lead from it to the next signed checkpoint. Says nothing of other records but how many there are up to
 * there. Immutable; its arrays are not to be changed.
 *
 * @param header the frame's first {@link FrameDescriptor#FIXED_LENGTH} bytes: number and run
 * @param record the record's bytes
 * @param previous the chain of the frame before
 * @param digests of the frames behind it, up to the one that the checkpoint covers last
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Receipt(
        byte[] header, byte[] record, byte[] previous, List<byte[]> digests, Checkpoint.Signed checkpoint) {

    public Receipt {
        digests = List.copyOf(digests);
    }

    /** The record, to be believed if nothing is {@linkplain #problem wrong}. */
    public JournalRecord read() {
        ByteBuffer view = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        return new JournalRecord(
                "", view.getLong(FrameDescriptor.SEQUENCE), view.getLong(FrameDescriptor.RING_RUN_ID), record);
    }

    /** Why it proves nothing, in words; null if the holder of its key did sign a journal with this very record in this very place. */
    public @Nullable String problem() {
        if (header.length != FrameDescriptor.FIXED_LENGTH || previous.length != FrameDescriptor.CHAIN_LENGTH) {
            return "its header or the chain before it has another length than it must have";
        }
        if (digests.stream().anyMatch(digest -> digest.length != FrameDescriptor.CHAIN_LENGTH)) {
            return "one of its digests has another length than it must have";
        }
        if (!new RecordCheck().whole(record, 0, record.length)) {
            return "the record's checksum is wrong";
        }
        long covered = read().sequence() + digests.size();
        if (covered != checkpoint.checkpoint().sequence()) {
            return "its digests lead to record " + covered + ", the checkpoint is of record "
                    + checkpoint.checkpoint().sequence();
        }
        if (!HexFormat.of().formatHex(chain()).equals(checkpoint.checkpoint().chain())) {
            return "the record and its digests do not lead to the checkpoint's chain";
        }
        return checkpoint.isRight() ? null : "the checkpoint's signature is wrong";
    }

    private byte[] chain() {
        Chain chain = new Chain();
        byte[] reached = Arrays.copyOf(previous, previous.length);
        chain.next(reached, header, record, 0, record.length, reached, 0);
        for (byte[] digest : digests) {
            chain.next(reached, digest, reached, 0);
        }
        return reached;
    }
}
