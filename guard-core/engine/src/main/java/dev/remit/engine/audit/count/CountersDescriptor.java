package dev.remit.engine.audit.count;

import org.agrona.concurrent.status.CountersReader;

/**
 * Layout of a counters file: a header, then metadata and values as Agrona's {@code CountersReader} has them. Little endian.
 *
 * <pre>
 *  +---------------------------------------------------------------+
 *  |                       "REMITCNT" in ASCII                     |     0
 *  +-------------------------------+-------------------------------+
 *  |            Version            |           Counters            |     8
 *  +-------------------------------+-------------------------------+
 *  |                            Run id                             |    16
 *  +---------------------------------------------------------------+
 *  |                          Process id                           |    24
 *  +---------------------------------------------------------------+
 *  |               Made at (ns since the epoch)                    |    32
 *  +---------------------------------------------------------------+
 *  |                      (zero up to 128)                        ...
 *  +---------------------------------------------------------------+
 *  |  Metadata: 512 bytes for each counter, its sample's name      |   128
 *  +---------------------------------------------------------------+
 *  |  Values: 128 bytes for each counter                          ...
 *  +---------------------------------------------------------------+
 * </pre>
 */
final class CountersDescriptor {
    static final long MAGIC = 0x544E_4354_494D_4552L;
    static final int VERSION = 1;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 8;
    static final int COUNT_OFFSET = 12;
    static final int RUN_ID_OFFSET = 16;
    static final int PID_OFFSET = 24;
    static final int TIME_NS_OFFSET = 32;
    static final int METADATA_OFFSET = 128;

    private CountersDescriptor() {}

    static int metadataLength(int counters) {
        return counters * CountersReader.METADATA_LENGTH;
    }

    static int valuesLength(int counters) {
        return counters * CountersReader.COUNTER_LENGTH;
    }

    static int fileLength(int counters) {
        return METADATA_OFFSET + metadataLength(counters) + valuesLength(counters);
    }
}
