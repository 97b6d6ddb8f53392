package dev.remit.engine.audit.redact;

import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.RecordView;
import dev.remit.engine.audit.record.Sha256;
import dev.remit.engine.audit.record.Tag;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Replaces in a record, on its way from the ring to the journal, what costs too much on a caller's thread: encoded forms of known secrets, the operator's
 * patterns, and results by their digests where they are not to be kept. For the draining thread.
 */
public final class RecordRedactor {
    /** The tail of a text that was cut may be the beginning of a secret; fewer bytes of one tell nothing. */
    private static final int SHORTEST_PART = 4;

    private final KnownSecrets secrets;
    private final RedactionPatterns patterns;
    private final boolean results;
    private final RecordEncoder encoder = new RecordEncoder();
    private final Sha256 sha = new Sha256();
    private final byte[] digest = new byte[Sha256.LENGTH];
    private int length;

    /**
     * A redactor for one journal.
     *
     * @param results whether results are kept; if not, a digest stands in their place
     */
    public RecordRedactor(KnownSecrets secrets, RedactionPatterns patterns, boolean results) {
        this.secrets = secrets;
        this.patterns = patterns;
        this.results = results;
    }

    /** Returns the array that holds the record now, from 0 to {@link #length}: the given one if nothing was to be replaced. */
    public byte[] redact(byte[] record, int recordLength) {
        length = recordLength;
        SecretMatcher encoded = secrets.encoded();
        boolean nothing = encoded == null && patterns.isEmpty() && (results || !hasResult(record));
        if (nothing || !isAffected(record, recordLength, encoded)) {
            return record;
        }
        rewrite(record, recordLength, encoded);
        return encoder.bytes();
    }

    /** Length in bytes of the record that was returned last. */
    public int length() {
        return length;
    }

    private static boolean hasResult(byte[] record) {
        return record[RecordDescriptor.KIND] == RecordKind.OUTCOME.code()
                && (RecordView.flags(record) & RecordDescriptor.FLAG_ARGUMENTS) != 0;
    }

    private boolean isAffected(byte[] record, int end, @Nullable SecretMatcher encoded) {
        int at = RecordView.textsOffset(record);
        while (at + RecordDescriptor.TEXT_HEADER <= end) {
            int start = at + RecordDescriptor.TEXT_HEADER;
            int textEnd = start + RecordView.textLength(record, at);
            int tag = RecordView.tag(record, at);
            if ((tag == Tag.RESULT && !results)
                    || (isText(tag) && redacted(record, start, textEnd, encoded, isCut(record, at)) != null)) {
                return true;
            }
            at = textEnd;
        }
        return false;
    }

    private void rewrite(byte[] record, int end, @Nullable SecretMatcher encoded) {
        int at = RecordView.textsOffset(record);
        encoder.beginAs(record, at);
        while (at + RecordDescriptor.TEXT_HEADER <= end) {
            int start = at + RecordDescriptor.TEXT_HEADER;
            int textEnd = start + RecordView.textLength(record, at);
            int tag = RecordView.tag(record, at);
            byte[] replaced = isText(tag) ? redacted(record, start, textEnd, encoded, isCut(record, at)) : null;
            if (replaced != null && (tag == Tag.ARGUMENTS || tag == Tag.RESULT)) {
                encoder.addSize(replaced.length - (textEnd - start));
            }
            byte[] text = replaced == null ? record : replaced;
            int from = replaced == null ? start : 0;
            int to = replaced == null ? textEnd : replaced.length;
            if (tag == Tag.RESULT && !results) {
                digest(text, from, to, isCut(record, at));
            } else {
                encoder.bytes(tag, text, from, to);
            }
            at = textEnd;
        }
        length = encoder.finish();
    }

    /** Of a text that was cut the digest of the whole follows. */
    private void digest(byte[] text, int from, int to, boolean cut) {
        if (!cut) {
            sha.begin(text, from, to);
            sha.finish(digest, 0);
            encoder.bytes(Tag.RESULT_DIGEST, digest);
        }
    }

    private static boolean isCut(byte[] record, int at) {
        int tag = RecordView.tag(record, at);
        if (tag == Tag.PROMPT || tag == Tag.ANSWER) {
            return (RecordView.flags(record) & RecordDescriptor.FLAG_PROMPT_CUT) != 0;
        }
        return (tag == Tag.ARGUMENTS || tag == Tag.RESULT)
                && (RecordView.flags(record) & RecordDescriptor.FLAG_ARGUMENTS_CUT) != 0;
    }

    /** Hashes, keys and the operator's own words are no texts of anybody else. */
    private static boolean isText(int tag) {
        return switch (tag) {
            case Tag.ACTION,
                    Tag.RESOURCE,
                    Tag.REASON,
                    Tag.SESSION,
                    Tag.TASK,
                    Tag.THREAD,
                    Tag.ARGUMENTS,
                    Tag.ERROR,
                    Tag.PROMPT,
                    Tag.ANSWER,
                    Tag.RESULT -> true;
            default -> false;
        };
    }

    /** The text without what must not be in it; null if there is nothing such. */
    private byte @Nullable [] redacted(
            byte[] record, int start, int end, @Nullable SecretMatcher encoded, boolean cut) {
        byte @Nullable [] replaced = encoded == null ? null : withoutSecrets(record, start, end, encoded, cut);
        if (!patterns.isEmpty()) {
            String text = replaced == null
                    ? new String(record, start, end - start, StandardCharsets.UTF_8)
                    : new String(replaced, StandardCharsets.UTF_8);
            String without = patterns.replaceIn(text);
            if (!without.equals(text)) {
                return without.getBytes(StandardCharsets.UTF_8);
            }
        }
        return replaced;
    }

    private static byte @Nullable [] withoutSecrets(
            byte[] record, int start, int end, SecretMatcher encoded, boolean cut) {
        ByteArrayOutputStream to = null;
        int plain = start;
        int at = start;
        while (at < end) {
            int secret = encoded.match(record, at, end);
            int part = secret < 0 && cut && end - at < encoded.longest() && end - at >= SHORTEST_PART
                    ? encoded.beginning(record, at, end)
                    : -1;
            if (secret < 0 && part < 0) {
                at++;
                continue;
            }
            if (to == null) {
                to = new ByteArrayOutputStream(end - start);
            }
            to.write(record, plain, at - plain);
            to.writeBytes(encoded.placeholder(secret < 0 ? part : secret));
            at += secret < 0 ? end - at : encoded.length(secret);
            plain = at;
        }
        if (to == null) {
            return null;
        }
        to.write(record, plain, end - plain);
        return to.toByteArray();
    }
}
