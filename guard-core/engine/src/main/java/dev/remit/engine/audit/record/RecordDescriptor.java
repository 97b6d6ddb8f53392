package dev.remit.engine.audit.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Layout of a record, the same in the ring and in the journal. All numbers are little endian.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                  Length (whole record, bytes)                 |   0
 *  +---------------------------------------------------------------+
 *  |             CRC32C of the bytes from 8 to Length              |   4
 *  +---------------+---------------+-------------------------------+
 *  |    Version    |     Kind      |   Offset of the first text    |   8
 *  +---------------+---------------+-------------------------------+
 *  |                             Flags                             |  12
 *  +---------------------------------------------------------------+
 *  |                            Run id                             |  16
 *  +---------------------------------------------------------------+
 *  |                            Call id                            |  24
 *  +---------------------------------------------------------------+
 *  |                        Parent call id                         |  32
 *  +---------------------------------------------------------------+
 *  |                  Time (ns since the epoch)                    |  40
 *  +---------------------------------------------------------------+
 *  |                        Duration (ns)                          |  48
 *  +---------------------------------------------------------------+
 *  |      Size: arguments or result in bytes, or a count           |  56
 *  +---------------+---------------+---------------+---------------+
 *  |    Verdict    |     Mode      |   Category    |    Status     |  64
 *  +---------------+---------------+---------------+---------------+
 *  |                         Policy count                          |  68
 *  +---------------------------------------------------------------+
 *  |  Policy hash (32 bytes), in decisions made under a policy     |  72
 *  +---------------------------------------------------------------+
 *  |  (fields of newer versions, up to the offset of the text)     |
 *  +---------------+-----------------------------------------------+
 *  |      Tag      |            Length of the text (24 bits)       |  texts, to the record's end
 *  +---------------+-----------------------------------------------+
 *  |                         Bytes, UTF-8                         ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Newer and older readers: a text with an unknown tag is skipped, fields between 72 and the first text that are unknown are skipped, one that
 * would lie beyond the offset of the first text is not there, and a kind that is unknown is still read. The version rises only when the meaning of something in this picture changes.
 */
public final class RecordDescriptor {
    public static final int VERSION = 1;

    public static final int LENGTH = 0;
    public static final int CRC = 4;
    public static final int CRC_START = 8;
    public static final int VERSION_BYTE = 8;
    public static final int KIND = 9;
    public static final int TEXTS_OFFSET = 10;
    public static final int FLAGS = 12;
    public static final int RUN_ID = 16;
    public static final int CALL_ID = 24;
    public static final int PARENT_CALL_ID = 32;
    public static final int TIME_NS = 40;
    public static final int DURATION_NS = 48;
    public static final int SIZE = 56;
    public static final int VERDICT = 64;
    public static final int MODE = 65;
    public static final int CATEGORY = 66;
    public static final int STATUS = 67;
    public static final int POLICY_COUNT = 68;
    /** What every record has. */
    public static final int FIXED_LENGTH = 72;

    /** SHA-256 of the policies that decided. */
    public static final int POLICY_HASH = 72;

    public static final int POLICY_HASH_LENGTH = 32;

    /** Bytes in front of each text: tag in the top byte, length below. */
    public static final int TEXT_HEADER = 4;

    public static final int MAX_TEXT = 0xFFFFFF;

    /** The arguments, or an outcome's result, are a prefix; {@link #SIZE} has the true size and a text of its own the digest of the whole. */
    public static final int FLAG_ARGUMENTS_CUT = 1;

    /** They could not be read to their end: they threw, or were over the limit. The size counts what was seen; no digest. */
    public static final int FLAG_ARGUMENTS_BROKEN = 2;

    /** The call carried arguments, or gave a text back, possibly of length zero. */
    public static final int FLAG_ARGUMENTS = 4;

    /** The prompt or the model's answer are only as much as is kept of them. */
    public static final int FLAG_PROMPT_CUT = 8;

    static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private RecordDescriptor() {}
}
