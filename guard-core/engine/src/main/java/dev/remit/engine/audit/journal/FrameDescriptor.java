package dev.remit.engine.audit.journal;

/**
 * What the journal puts in front of each record. Little endian.
 *
 * <pre>
 *  +---------------+---------------+-------------------------------+
 *  |    Version    | Header length |             zero              |   0
 *  +---------------+---------------+-------------------------------+
 *  |                             zero                              |   4
 *  +---------------------------------------------------------------+
 *  |              Sequence: 1, 2, 3 … without a gap                |   8
 *  +---------------------------------------------------------------+
 *  |         Run id of the ring that the record came from          |  16
 *  +---------------------------------------------------------------+
 *  |        Position of that ring up to which it is stored         |  24
 *  +---------------------------------------------------------------+
 *  |        Chain: SHA-256 over the chain of the frame before      |  32
 *  |        (zeros for the first) and the SHA-256 of bytes 0 to   ...
 *  |        31 of this frame and the record                        |
 *  +---------------------------------------------------------------+
 *  |  Record, see RecordDescriptor                                ...  Header length
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>A newer writer may lengthen the header; a reader goes by the header length. Frames of version 1 end their header at 32 and have no chain.
 */
public final class FrameDescriptor {
    public static final int VERSION = 2;

    public static final int VERSION_BYTE = 0;
    public static final int HEADER_LENGTH_BYTE = 1;
    public static final int SEQUENCE = 8;
    public static final int RING_RUN_ID = 16;
    public static final int RING_END = 24;
    /** What every version has; of a header the chain covers these bytes. */
    public static final int FIXED_LENGTH = 32;

    public static final int CHAIN = 32;
    public static final int CHAIN_LENGTH = 32;
    public static final int HEADER_LENGTH = 64;

    /** Name of the anomaly that says that records before it are missing. A journal that has one is not intact, whatever its chain. */
    public static final String DAMAGED = "journal-damaged";

    private FrameDescriptor() {}
}
