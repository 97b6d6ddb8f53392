package dev.remit.engine.audit.record;

import java.util.zip.CRC32C;

/** Whether bytes are a whole, unchanged record. */
public final class RecordCheck {
    private final CRC32C crc = new CRC32C();

    /** Checks length and checksum of the record that should fill {@code bytes} from {@code offset} on. One thread at a time. */
    public boolean whole(byte[] bytes, int offset, int length) {
        if (length < RecordDescriptor.FIXED_LENGTH
                || (int) RecordDescriptor.INTS.get(bytes, offset + RecordDescriptor.LENGTH) != length) {
            return false;
        }
        crc.reset();
        crc.update(bytes, offset + RecordDescriptor.CRC_START, length - RecordDescriptor.CRC_START);
        return (int) RecordDescriptor.INTS.get(bytes, offset + RecordDescriptor.CRC) == (int) crc.getValue();
    }
}
