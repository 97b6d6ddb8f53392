package dev.remit.engine;

/** What a guarded call does. */
public enum Category {
    /** A tool that the model chose. */
    TOOL(1),
    /** An HTTP request. */
    HTTP(2),
    /** A secret being fetched. */
    SECRET(3),
    /** A socket being connected. */
    CONNECT(4),
    /** A child process being started. */
    EXEC(5),
    /** Code being loaded that is none of Java's, or that may change Java's: a native library, a javaagent. */
    CODE(6);

    private final int code;

    Category(int code) {
        this.code = code;
    }

    /** The number that stands in records. It never changes and is never used again for something else. */
    public int code() {
        return code;
    }
}
