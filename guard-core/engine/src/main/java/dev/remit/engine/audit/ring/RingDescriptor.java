package dev.remit.engine.audit.ring;

import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Layout of a ring file: a header page, then Agrona's many-to-one ring buffer with its trailer of positions. Little endian.
 *
 * <pre>
 *  +---------------------------------------------------------------+
 *  |                       "REMITRNG" in ASCII                     |     0
 *  +-------------------------------+-------------------------------+
 *  |            Version            |     Capacity of the ring      |     8
 *  +-------------------------------+-------------------------------+
 *  |                            Run id                             |    16
 *  +---------------------------------------------------------------+
 *  |                      (zero up to 64)                         ...
 *  +---------------------------------------------------------------+
 *  |            Records refused, in all (ring full)                |    64
 *  +---------------------------------------------------------------+
 *  |        First refusal not yet reported (ns since the epoch)    |    72
 *  +---------------------------------------------------------------+
 *  |            Last refusal (ns since the epoch)                  |    80
 *  +---------------------------------------------------------------+
 *  |            Records refused that were reported                 |    88
 *  +---------------------------------------------------------------+
 *  |                     (zero up to 4096)                        ...
 *  +---------------------------------------------------------------+
 *  |      Ring: Capacity bytes, records aligned to 8 bytes        ...  4096
 *  +---------------------------------------------------------------+
 *  |      Trailer: tail, head and other positions                 ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The magic number is written last: a file without it was never in use.
 */
public final class RingDescriptor {
    public static final long MAGIC = 0x474E_5254_494D_4552L;
    public static final int VERSION = 1;

    public static final int MAGIC_OFFSET = 0;
    public static final int VERSION_OFFSET = 8;
    public static final int CAPACITY_OFFSET = 12;
    public static final int RUN_ID_OFFSET = 16;
    public static final int REFUSED_OFFSET = 64;
    public static final int REFUSED_FROM_OFFSET = 72;
    public static final int REFUSED_TO_OFFSET = 80;
    public static final int REFUSED_REPORTED_OFFSET = 88;

    public static final int RING_OFFSET = 4096;

    private RingDescriptor() {}

    /** Bytes of a file whose ring has that capacity. */
    public static long fileLength(int capacity) {
        return (long) RING_OFFSET + capacity + RingBufferDescriptor.TRAILER_LENGTH;
    }
}
