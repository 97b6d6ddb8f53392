package dev.remit.engine.audit.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one encoded record. Allocates freely: for readers. Immutable. */
public final class RecordView {
    private final byte[] bytes;
    private final boolean whole;

    /** The array is the record and is not copied. */
    public RecordView(byte[] record) {
        bytes = record;
        whole = new RecordCheck().whole(record, 0, record.length) && textsOffset() >= RecordDescriptor.FIXED_LENGTH;
    }

    /** Whether length and checksum are right; nothing else is to be believed if they aren't. */
    public boolean whole() {
        return whole;
    }

    public int byteAt(int offset) {
        return bytes[offset] & 0xFF;
    }

    public int intAt(int offset) {
        return (int) RecordDescriptor.INTS.get(bytes, offset);
    }

    public long longAt(int offset) {
        return (long) RecordDescriptor.LONGS.get(bytes, offset);
    }

    /** The bytes of a field behind those that every record has; null where the record ends its fixed part before it. */
    public byte @Nullable [] fieldAt(int offset, int length) {
        return textsOffset() < offset + length ? null : Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** The first text with the tag, or null. */
    public @Nullable String text(int tag) {
        for (int position = textsOffset(); isText(position); position = end(position)) {
            if (tag(bytes, position) == tag) {
                int start = position + RecordDescriptor.TEXT_HEADER;
                return new String(bytes, start, end(position) - start, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** All texts with the tag, in order. */
    public List<String> texts(int tag) {
        return raw(tag).stream()
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .toList();
    }

    /** The bytes of all texts with the tag, in order. */
    public List<byte[]> raw(int tag) {
        List<byte[]> found = new ArrayList<>();
        for (int position = textsOffset(); isText(position); position = end(position)) {
            if (tag(bytes, position) == tag) {
                found.add(Arrays.copyOfRange(bytes, position + RecordDescriptor.TEXT_HEADER, end(position)));
            }
        }
        return found;
    }

    private boolean isText(int position) {
        return position + RecordDescriptor.TEXT_HEADER <= bytes.length;
    }

    private int end(int position) {
        int length = textLength(bytes, position);
        return Math.min(position + RecordDescriptor.TEXT_HEADER + length, bytes.length);
    }

    private int textsOffset() {
        return textsOffset(bytes);
    }

    /** Where the first text of a record begins. */
    public static int textsOffset(byte[] record) {
        return (short) RecordDescriptor.SHORTS.get(record, RecordDescriptor.TEXTS_OFFSET) & 0xFFFF;
    }

    /** Tag of the text that begins at a place. */
    public static int tag(byte[] record, int at) {
        return (int) RecordDescriptor.INTS.get(record, at) >>> 24;
    }

    /** Length in bytes of the text that begins at a place, without its tag and length. */
    public static int textLength(byte[] record, int at) {
        return (int) RecordDescriptor.INTS.get(record, at) & RecordDescriptor.MAX_TEXT;
    }

    /** The flags of a record. */
    public static int flags(byte[] record) {
        return (int) RecordDescriptor.INTS.get(record, RecordDescriptor.FLAGS);
    }
}
