package dev.remit.engine.audit.journal;

import static dev.remit.engine.audit.journal.FrameDescriptor.*;

import dev.remit.engine.audit.record.Sha256;

/**
 * The chain through a journal's frames: of a frame, SHA-256 over the chain of the one before and the frame's own digest. That digest stands between them so
 * that one record can be proved to somebody who must not see its neighbours. Allocates nothing. One thread at a time.
 */
public final class Chain {
    private final Sha256 sha = new Sha256();
    private final byte[] digest = new byte[CHAIN_LENGTH];

    /**
     * Computes a frame's chain.
     *
     * @param previous the chain of the frame before; may be the target
     * @param header the frame's first bytes, from 0 to {@link FrameDescriptor#FIXED_LENGTH}
     * @param record holds the record from {@code start} to {@code end}
     * @param target gets it, from {@code offset} on
     */
    public void next(byte[] previous, byte[] header, byte[] record, int start, int end, byte[] target, int offset) {
        digest(header, record, start, end, digest);
        next(previous, digest, target, offset);
    }

    /** Computes a frame's own digest, {@value FrameDescriptor#CHAIN_LENGTH} bytes, into {@code target}. */
    public void digest(byte[] header, byte[] record, int start, int end, byte[] target) {
        sha.begin(header, 0, FIXED_LENGTH);
        sha.add(record, start, end);
        sha.finish(target, 0);
    }

    /** Computes a frame's chain from its own digest. */
    public void next(byte[] previous, byte[] frameDigest, byte[] target, int offset) {
        sha.begin(previous, 0, CHAIN_LENGTH);
        sha.add(frameDigest, 0, CHAIN_LENGTH);
        sha.finish(target, offset);
    }
}
