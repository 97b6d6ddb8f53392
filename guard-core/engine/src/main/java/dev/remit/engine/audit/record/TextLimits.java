package dev.remit.engine.audit.record;

/** Most bytes a record keeps of each text, so that a record's greatest size is known. Longer ones are cut at a character. */
public final class TextLimits {
    public static final int PRINCIPAL = 512;
    public static final int ACTION = 512;
    public static final int RESOURCE = 2048;
    public static final int POLICY = 256;
    public static final int POLICIES = 16;
    public static final int REASON = 1024;
    public static final int SESSION = 256;
    public static final int TASK = 1536;
    public static final int THREAD = 128;
    public static final int ERROR = 256;
    /** For the texts of lifecycle records. */
    public static final int LIFECYCLE = 2048;

    /** Everything a decision can hold besides its arguments. */
    public static final int DECISION_WITHOUT_ARGUMENTS = RecordDescriptor.FIXED_LENGTH
            + RecordDescriptor.POLICY_HASH_LENGTH
            + (9 + POLICIES) * RecordDescriptor.TEXT_HEADER
            + PRINCIPAL
            + ACTION
            + RESOURCE
            + POLICIES * POLICY
            + REASON
            + SESSION
            + TASK
            + THREAD
            + 32;

    private TextLimits() {}
}
