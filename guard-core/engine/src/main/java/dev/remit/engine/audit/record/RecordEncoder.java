package dev.remit.engine.audit.record;

import static dev.remit.engine.audit.record.RecordDescriptor.*;

import dev.remit.engine.audit.redact.SecretMatcher;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes one record into a scratch buffer that grows to the largest record seen and is then reused: allocates nothing in steady state.
 * One thread at a time.
 */
public final class RecordEncoder {
    private final CRC32C crc = new CRC32C();
    private final TextSink sink = new TextSink(this);

    private final SameTexts same = new SameTexts();
    private final char[] chars = new char[Utf8.CHUNK];

    private byte[] bytes = new byte[1024];
    private int position;

    // Written when the record is complete: what is written and read in words is not waited for.
    private int head;
    private int flags;

    // The text being written.
    private int textStart;
    private int textLimit;
    private long textSize;
    private boolean digestWanted;
    private final Sha256 digest = new Sha256();

    /** Starts a record; what was written before is gone. */
    public void begin(RecordKind kind, long runId, long callId, long parentCallId, long timeNs) {
        byte[] b = bytes;
        head = VERSION | kind.code() << 8 | FIXED_LENGTH << 16;
        flags = 0;
        LONGS.set(b, RUN_ID, runId);
        LONGS.set(b, CALL_ID, callId);
        LONGS.set(b, PARENT_CALL_ID, parentCallId);
        LONGS.set(b, TIME_NS, timeNs);
        LONGS.set(b, DURATION_NS, 0L);
        LONGS.set(b, SIZE, 0L);
        LONGS.set(b, VERDICT, 0L);
        position = FIXED_LENGTH;
        same.begin();
    }

    /**
     * Starts a record as a copy of another one, without its texts.
     *
     * @param texts where the other's texts begin
     */
    public void beginAs(byte[] record, int texts) {
        same.begin();
        same.close();
        position = 0;
        ensure(texts);
        System.arraycopy(record, 0, bytes, 0, texts);
        head = (int) INTS.get(record, VERSION_BYTE);
        flags = (int) INTS.get(record, FLAGS);
        position = texts;
    }

    /** Adds the hash of the policies that decided to the fixed part; nothing for null. To be called right after {@link #begin}. */
    public void policyHash(byte @Nullable [] hash) {
        if (hash != null) {
            System.arraycopy(hash, 0, bytes, POLICY_HASH, POLICY_HASH_LENGTH);
            position = POLICY_HASH + POLICY_HASH_LENGTH;
            head = head & 0xFFFF | position << 16;
            same.writtenOver(position);
        }
    }

    /** Sets what was decided: the codes of verdict, mode and category, and how many policies there are. */
    public void decided(int verdict, int mode, int category, int policies) {
        LONGS.set(bytes, VERDICT, verdict | mode << 8 | category << 16 | (long) policies << 32);
    }

    /** Sets one of the byte fields of the fixed part. */
    public void setByte(int offset, int value) {
        bytes[offset] = (byte) value;
    }

    /** Sets one of the int fields of the fixed part. */
    public void setInt(int offset, int value) {
        INTS.set(bytes, offset, value);
    }

    /** Sets one of the long fields of the fixed part. */
    public void setLong(int offset, long value) {
        LONGS.set(bytes, offset, value);
    }

    public void addFlag(int flag) {
        flags |= flag;
    }

    /**
     * Adds a text, at most {@code limit} bytes of it. Nothing is added for null. Costs least where the records before had the very same strings, in the same
     * order, ahead of all else.
     */
    public void text(int tag, @Nullable CharSequence text, int limit, @Nullable SecretMatcher secrets) {
        if (text instanceof String string) {
            int end = same.end(tag, string, position, secrets);
            if (end >= 0) {
                position = end;
                return;
            }
            int start = position;
            if (plain(tag, string, limit, secrets)) {
                same.keep(tag, string, start, position, secrets);
                return;
            }
        }
        if (text != null) {
            any(tag, text, limit, secrets);
        }
    }

    /** Adds bytes under the tag of a text. */
    public void bytes(int tag, byte[] value) {
        bytes(tag, value, 0, value.length);
    }

    /** Adds the bytes from {@code start} to {@code end} under the tag of a text. */
    public void bytes(int tag, byte[] value, int start, int end) {
        int length = end - start;
        same.close();
        ensure(TEXT_HEADER + length);
        INTS.set(bytes, position, tag << 24 | length);
        System.arraycopy(value, start, bytes, position + TEXT_HEADER, length);
        position += TEXT_HEADER + length;
    }

    /** Adds to the {@link RecordDescriptor#SIZE} of the fixed part. */
    public void addSize(long more) {
        LONGS.set(bytes, SIZE, (long) LONGS.get(bytes, SIZE) + more);
    }

    /** Adds a session: text, a UUID or a number, without making a string of it. */
    public void session(@Nullable Object session, @Nullable SecretMatcher secrets) {
        if (session == null) {
            return;
        }
        if (session instanceof CharSequence text) {
            text(Tag.SESSION, text, TextLimits.SESSION, secrets);
            return;
        }
        beginText(TextLimits.SESSION, false);
        sink.begin(secrets);
        Scalars.append(sink, session);
        sink.end();
        endText(Tag.SESSION);
    }

    /** Adds the call's arguments as text or, from a map, collection or array, as JSON; see {@link JsonText}. */
    public void arguments(@Nullable Object arguments, int limit, JsonText json, @Nullable SecretMatcher secrets) {
        if (arguments == null) {
            return;
        }
        if (arguments instanceof CharSequence text) {
            whole(Tag.ARGUMENTS, Tag.ARGUMENTS_DIGEST, text, limit, secrets);
            return;
        }
        addFlag(FLAG_ARGUMENTS);
        beginText(limit, true);
        sink.begin(secrets);
        boolean whole = json.write(sink, arguments);
        sink.end();
        endWhole(Tag.ARGUMENTS, Tag.ARGUMENTS_DIGEST, limit, whole);
    }

    /** Adds what a call gave back. */
    public void result(@Nullable CharSequence result, int limit, @Nullable SecretMatcher secrets) {
        if (result != null) {
            whole(Tag.RESULT, Tag.RESULT_DIGEST, result, limit, secrets);
        }
    }

    /** Adds a prompt or an answer. */
    public void prompt(int tag, @Nullable CharSequence text, int limit, @Nullable SecretMatcher secrets) {
        if (text == null) {
            return;
        }
        same.close();
        if (!(text instanceof String string && plain(tag, string, limit, secrets))
                && any(tag, text, limit, secrets) > limit) {
            addFlag(FLAG_PROMPT_CUT);
        }
    }

    /** Adds a text whose size is recorded, and of which there is a digest even where it is cut. */
    private void whole(int tag, int digestTag, CharSequence text, int limit, @Nullable SecretMatcher secrets) {
        addFlag(FLAG_ARGUMENTS);
        same.close();
        if (text instanceof String string && plain(tag, string, limit, secrets)) {
            setLong(SIZE, position - textStart);
            return;
        }
        beginText(limit, true);
        sink.begin(secrets);
        sink.append(text);
        sink.end();
        endWhole(tag, digestTag, limit, true);
    }

    private void endWhole(int tag, int digestTag, int limit, boolean whole) {
        boolean cut = textSize > limit;
        endText(tag);
        setLong(SIZE, textSize);
        if (!whole) {
            addFlag(FLAG_ARGUMENTS_BROKEN);
        }
        if (cut) {
            addFlag(FLAG_ARGUMENTS_CUT);
            if (whole) {
                ensure(TEXT_HEADER + Sha256.LENGTH);
                INTS.set(bytes, position, digestTag << 24 | Sha256.LENGTH);
                digest.finish(bytes, position + TEXT_HEADER);
                position += TEXT_HEADER + Sha256.LENGTH;
            }
        }
    }

    /** Completes the record: length and checksum. Returns the length in bytes. */
    public int finish() {
        byte[] b = bytes;
        int length = position;
        LONGS.set(b, VERSION_BYTE, Integer.toUnsignedLong(head) | (long) flags << 32);
        crc.reset();
        crc.update(b, CRC_START, length - CRC_START);
        LONGS.set(b, LENGTH, length | crc.getValue() << 32);
        return length;
    }

    /** The buffer that holds the record from offset 0. Another one after the record has grown: ask again for each record. */
    public byte[] bytes() {
        return bytes;
    }

    /** The common case: a string that fits and holds no secret, straight into the record. */
    private boolean plain(int tag, String text, int limit, @Nullable SecretMatcher secrets) {
        int length = text.length();
        if (length > limit) {
            return false;
        }
        ensure(TEXT_HEADER + Utf8.MOST_BYTES * length);
        byte[] b = bytes;
        int start = position + TEXT_HEADER;
        int end = Utf8.encode(text, chars, b, start);
        if (end - start > limit || (secrets != null && secrets.standsIn(b, start, end))) {
            return false;
        }
        INTS.set(b, position, tag << 24 | end - start);
        textStart = start;
        position = end;
        return true;
    }

    /** Any text, cut at its limit, with each secret replaced. Returns the number of bytes that the whole of it has. */
    private long any(int tag, CharSequence text, int limit, @Nullable SecretMatcher secrets) {
        beginText(limit, false);
        sink.begin(secrets);
        sink.append(text);
        sink.end();
        long size = textSize;
        endText(tag);
        return size;
    }

    private void beginText(int limit, boolean withDigest) {
        same.close();
        ensure(TEXT_HEADER + Math.min(limit, 256));
        textStart = position + TEXT_HEADER;
        textLimit = textStart + limit;
        textSize = 0;
        digestWanted = withDigest;
        position = textStart;
    }

    /** Takes bytes of the text that was begun; what exceeds its limit is only counted and digested. */
    void accept(byte[] from, int start, int end) {
        int count = end - start;
        int room = textLimit - position;
        int kept = Math.min(count, room);
        boolean wasWhole = textSize <= textLimit - textStart;
        textSize += count;
        if (kept > 0) {
            ensure(kept);
            System.arraycopy(from, start, bytes, position, kept);
            position += kept;
        }
        if (count > room && digestWanted) {
            if (wasWhole) {
                digest.begin(bytes, textStart, position);
            }
            digest.add(from, start + kept, end);
        }
    }

    /** Bytes of the current text so far, those beyond its limit included. */
    long textSize() {
        return textSize;
    }

    private void endText(int tag) {
        if (textSize > textLimit - textStart) {
            position = Utf8.lastWhole(bytes, textStart, position);
        }
        INTS.set(bytes, textStart - TEXT_HEADER, tag << 24 | position - textStart);
    }

    private void ensure(int more) {
        if (position + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(position + more, 2 * bytes.length));
        }
    }
}
