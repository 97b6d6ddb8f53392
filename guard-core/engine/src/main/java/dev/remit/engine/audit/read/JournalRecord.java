package dev.remit.engine.audit.read;

import dev.remit.engine.Category;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.OutcomeStatus;
import dev.remit.engine.audit.Verdict;
import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.RecordView;
import dev.remit.engine.audit.record.Tag;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One record of a journal. Immutable. What a record does not say is null, or 0 where a number is returned; which kind says what is in
 * {@code docs/journal.md}. Codes of a newer writer that are unknown here read {@code unknown(7)}.
 */
public final class JournalRecord {
    private final String journal;
    private final long sequence;
    private final long run;
    private final RecordView view;

    /**
     * A record from its bytes, which are not copied.
     *
     * @param journal empty, or the name of the folder below the configured one
     * @param sequence its number in the journal; 0 if it has none yet
     */
    public JournalRecord(String journal, long sequence, long run, byte[] record) {
        this.journal = journal;
        this.sequence = sequence;
        this.run = run;
        view = new RecordView(record);
    }

    /** Empty, or the name of the folder below the configured one that a further JVM wrote to; of several folders that are read together, the whole name. */
    public String journal() {
        return journal;
    }

    /** Number in its journal, from 1 without a gap; 0 for a record that is still in the ring and has none yet. */
    public long sequence() {
        return sequence;
    }

    /** The start of the JVM that the record comes from. */
    public long run() {
        return run;
    }

    /** False if the record's bytes were changed since they were written; then only journal, sequence and run are to be believed. */
    public boolean whole() {
        return view.whole();
    }

    /** Lower case name of the kind, {@code damaged} if the record is not {@link #whole}. */
    public String kind() {
        if (!whole()) {
            return "damaged";
        }
        int code = view.byteAt(RecordDescriptor.KIND);
        RecordKind kind = RecordKind.of(code);
        return kind == null ? unknown(code) : kind.text();
    }

    /** Nanoseconds since the epoch. */
    public long timeNs() {
        return number(RecordDescriptor.TIME_NS);
    }

    public long call() {
        return number(RecordDescriptor.CALL_ID);
    }

    public long parent() {
        return number(RecordDescriptor.PARENT_CALL_ID);
    }

    public @Nullable String verdict() {
        int code = code(RecordDescriptor.VERDICT);
        for (Verdict verdict : Verdict.values()) {
            if (verdict.code() == code) {
                return lower(verdict);
            }
        }
        return code == 0 ? null : unknown(code);
    }

    /** Whether the verdict lets the call go ahead. */
    public boolean isPermission() {
        int code = code(RecordDescriptor.VERDICT);
        return code == Verdict.ALLOW.code() || code == Verdict.MODIFY.code();
    }

    public @Nullable String mode() {
        int code = code(RecordDescriptor.MODE);
        for (Mode mode : Mode.values()) {
            if (mode.code() == code) {
                return lower(mode);
            }
        }
        return code == 0 ? null : unknown(code);
    }

    public @Nullable String category() {
        int code = code(RecordDescriptor.CATEGORY);
        for (Category category : Category.values()) {
            if (category.code() == code) {
                return lower(category);
            }
        }
        return code == 0 ? null : unknown(code);
    }

    public @Nullable String outcome() {
        int code = code(RecordDescriptor.STATUS);
        for (OutcomeStatus status : OutcomeStatus.values()) {
            if (status.code() == code) {
                return lower(status);
            }
        }
        return code == 0 ? null : unknown(code);
    }

    public @Nullable String principal() {
        return text(Tag.PRINCIPAL);
    }

    public @Nullable String action() {
        return text(Tag.ACTION);
    }

    public @Nullable String resource() {
        return text(Tag.RESOURCE);
    }

    /** Ids of the determining policies; at most the first 16 of {@link #policyCount}. */
    public List<String> policies() {
        return texts(Tag.POLICY);
    }

    /** How many policies determined a decision; how many there are in a set that came into force. */
    public int policyCount() {
        return whole() ? view.intAt(RecordDescriptor.POLICY_COUNT) : 0;
    }

    public @Nullable String reason() {
        return text(Tag.REASON);
    }

    public @Nullable String session() {
        return text(Tag.SESSION);
    }

    public @Nullable String task() {
        return text(Tag.TASK);
    }

    public @Nullable String thread() {
        return text(Tag.THREAD);
    }

    /** The arguments' text, or as much as was kept of it. */
    public @Nullable String arguments() {
        return text(Tag.ARGUMENTS);
    }

    /** Bytes of the whole arguments in UTF-8, after redaction. */
    public long argumentsSize() {
        return arguments() == null ? 0 : number(RecordDescriptor.SIZE);
    }

    /** Whether {@link #arguments} is only their beginning. */
    public boolean argumentsCut() {
        return hasFlag(RecordDescriptor.FLAG_ARGUMENTS_CUT);
    }

    /** Whether the arguments could not be read to their end. */
    public boolean argumentsBroken() {
        return hasFlag(RecordDescriptor.FLAG_ARGUMENTS_BROKEN);
    }

    /** SHA-256 of the whole arguments after redaction, in lower case hex; null if there are none or they were broken. */
    public @Nullable String argumentsDigest() {
        return digest(Tag.ARGUMENTS, Tag.ARGUMENTS_DIGEST);
    }

    /** The user's message that led to the calls whose parent this is, or as much as was kept of it. */
    public @Nullable String prompt() {
        return text(Tag.PROMPT);
    }

    /** What the model said besides asking for those calls, or as much as was kept of it. */
    public @Nullable String answer() {
        return text(Tag.ANSWER);
    }

    /** Whether {@link #prompt} or {@link #answer} are only as much as was kept. */
    public boolean promptCut() {
        return hasFlag(RecordDescriptor.FLAG_PROMPT_CUT);
    }

    /** What the call gave back, or as much as was kept of it; null where results are not kept, or it was no text. */
    public @Nullable String result() {
        return text(Tag.RESULT);
    }

    /** SHA-256 of the whole result after redaction, in lower case hex; null if it was no text. */
    public @Nullable String resultDigest() {
        return digest(Tag.RESULT, Tag.RESULT_DIGEST);
    }

    /** That of the whole text, which stands in the record where the text is not whole. */
    private @Nullable String digest(int tag, int digestTag) {
        if (!whole() || argumentsBroken()) {
            return null;
        }
        List<byte[]> digest = view.raw(digestTag);
        List<byte[]> text = digest.isEmpty() ? view.raw(tag) : List.of();
        byte[] found = !digest.isEmpty() ? digest.get(0) : text.isEmpty() ? null : sha256(text.get(0));
        return found == null ? null : HexFormat.of().formatHex(found);
    }

    public long durationNs() {
        return number(RecordDescriptor.DURATION_NS);
    }

    /** Of an outcome: bytes of the result, -1 if unknown. Of other kinds a count: policy files, refused, recovered, signed or removed records. */
    public long size() {
        return number(RecordDescriptor.SIZE);
    }

    public @Nullable String error() {
        return text(Tag.ERROR);
    }

    public @Nullable String version() {
        return text(Tag.VERSION);
    }

    public @Nullable String configHash() {
        return text(Tag.CONFIG_HASH);
    }

    /** SHA-256 of the policies that decided, or that the record is about, in lower case hex. */
    public @Nullable String policyHash() {
        byte @Nullable [] field =
                whole() ? view.fieldAt(RecordDescriptor.POLICY_HASH, RecordDescriptor.POLICY_HASH_LENGTH) : null;
        return field == null ? text(Tag.POLICY_HASH) : HexFormat.of().formatHex(field);
    }

    public List<String> hooks() {
        return texts(Tag.HOOK);
    }

    public @Nullable String source() {
        return text(Tag.SOURCE);
    }

    /** The name of an anomaly. */
    public @Nullable String name() {
        return text(Tag.NAME);
    }

    /** The chain that a checkpoint signs, or of the last record that a tombstone stands for, in lower case hex. */
    public @Nullable String chain() {
        return hex(Tag.CHAIN);
    }

    /** The SubjectPublicKeyInfo that a checkpoint's signature is checked with, in lower case hex. */
    public @Nullable String publicKey() {
        return hex(Tag.PUBLIC_KEY);
    }

    /** The signature of a checkpoint, in lower case hex. */
    public @Nullable String signature() {
        return hex(Tag.SIGNATURE);
    }

    /** The certificates of the SVID that a checkpoint was signed with, DER in lower case hex, the leaf first; empty if it was the folder's key. */
    public List<String> certificates() {
        List<String> hex = new ArrayList<>();
        for (byte[] certificate : whole() ? view.raw(Tag.CERTIFICATE) : List.<byte[]>of()) {
            hex.add(HexFormat.of().formatHex(certificate));
        }
        return hex;
    }

    private @Nullable String hex(int tag) {
        List<byte[]> found = whole() ? view.raw(tag) : List.of();
        return found.isEmpty() ? null : HexFormat.of().formatHex(found.get(0));
    }

    private @Nullable String text(int tag) {
        return whole() ? view.text(tag) : null;
    }

    private List<String> texts(int tag) {
        return whole() ? view.texts(tag) : List.of();
    }

    private long number(int offset) {
        return whole() ? view.longAt(offset) : 0;
    }

    private int code(int offset) {
        return whole() ? view.byteAt(offset) : 0;
    }

    private boolean hasFlag(int flag) {
        return whole() && (view.intAt(RecordDescriptor.FLAGS) & flag) != 0;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String unknown(int code) {
        return "unknown(" + code + ")";
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
