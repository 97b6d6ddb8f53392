package dev.remit.engine.audit;

import dev.remit.engine.audit.record.TextLimits;
import java.io.File;

/**
 * How the audit path is set up. Immutable.
 *
 * @param folder where ring and journal live; made with mode 0700 if it isn't there
 * @param ringBytes size of the ring, a power of two from 1 MiB to 1 GiB. What fits into it is what may happen while the journal opens
 *     (about half a second) or its disk stalls: the default of 8 MiB holds about 25,000 typical records
 * @param argumentsLimit most bytes of a call's arguments that a record keeps
 * @param blockMs how long a caller waits for room in a full ring before its record is refused, in milliseconds
 * @param closeTimeoutMs how long {@link Recorder#close} waits for the ring to be drained, in milliseconds
 * @param journal how the journal itself is written and kept
 */
public record AuditSettings(
        File folder, int ringBytes, int argumentsLimit, int blockMs, int closeTimeoutMs, JournalSettings journal) {
    public static final int DEFAULT_RING_BYTES = 8 << 20;
    public static final int DEFAULT_ARGUMENTS_LIMIT = 4096;
    public static final int DEFAULT_CLOSE_TIMEOUT_MS = 10_000;

    public AuditSettings {
        if (ringBytes < 1 << 20 || ringBytes > 1 << 30 || Integer.bitCount(ringBytes) != 1) {
            throw new IllegalArgumentException(
                    "audit.ring-bytes=" + ringBytes + " is not a power of two from 1048576 to 1073741824");
        }
        int largest = ringBytes / 8 - TextLimits.DECISION_WITHOUT_ARGUMENTS;
        if (argumentsLimit < 0 || argumentsLimit > largest) {
            throw new IllegalArgumentException("audit.argument-bytes=" + argumentsLimit + " is not from 0 to " + largest
                    + ", the most that a ring of audit.ring-bytes=" + ringBytes + " takes");
        }
        if (blockMs < 0 || blockMs > 60_000) {
            throw new IllegalArgumentException("audit.block-ms=" + blockMs + " is not from 0 to 60000");
        }
        if (closeTimeoutMs < 0) {
            throw new IllegalArgumentException("closeTimeoutMs=" + closeTimeoutMs + " is negative");
        }
    }

    /** Settings with the journal's defaults. */
    public AuditSettings(File folder, int ringBytes, int argumentsLimit, int blockMs, int closeTimeoutMs) {
        this(folder, ringBytes, argumentsLimit, blockMs, closeTimeoutMs, JournalSettings.DEFAULT);
    }

    /** The defaults for a folder. */
    public static AuditSettings of(File folder) {
        return new AuditSettings(folder, DEFAULT_RING_BYTES, DEFAULT_ARGUMENTS_LIMIT, 0, DEFAULT_CLOSE_TIMEOUT_MS);
    }
}
