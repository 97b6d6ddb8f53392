package dev.remit.engine.audit.record;

/** Tags of a record's texts. A number is never used again for something else. */
public final class Tag {
    public static final int PRINCIPAL = 1;
    public static final int ACTION = 2;
    public static final int RESOURCE = 3;
    /** Once for each policy that determined the decision. */
    public static final int POLICY = 4;

    public static final int REASON = 5;
    public static final int SESSION = 6;
    public static final int THREAD = 7;
    public static final int ARGUMENTS = 8;
    /** 32 bytes, SHA-256 of the whole arguments after redaction; present only if they were cut. */
    public static final int ARGUMENTS_DIGEST = 9;

    /** Class name of what was thrown. */
    public static final int ERROR = 10;

    public static final int VERSION = 11;
    public static final int CONFIG_HASH = 12;
    public static final int POLICY_HASH = 13;
    /** Once for each armed hook. */
    public static final int HOOK = 14;

    public static final int SOURCE = 15;
    public static final int NAME = 16;

    /** 32 bytes, the chain that a checkpoint signs, or of the last record that a tombstone stands for. */
    public static final int CHAIN = 17;

    /** The key that a checkpoint's signature is checked with: X.509's SubjectPublicKeyInfo (RFC 5280), DER. */
    public static final int PUBLIC_KEY = 18;

    /** The bytes of a checkpoint's signature. */
    public static final int SIGNATURE = 19;

    public static final int TASK = 20;

    /** The user's message, or as much as is kept of it. */
    public static final int PROMPT = 21;

    /** What the model said besides the calls of tools that it asked for, or as much as is kept of it. */
    public static final int ANSWER = 22;

    /** What a call gave back, as text, or as much as is kept of it. */
    public static final int RESULT = 23;

    /** 32 bytes, SHA-256 of the whole result after redaction; present only if the result's text is not whole. */
    public static final int RESULT_DIGEST = 24;

    /** Once for each certificate, DER, of the X.509-SVID that a checkpoint was signed with: the leaf first. None if it was the folder's key. */
    public static final int CERTIFICATE = 25;

    private Tag() {}
}
