package dev.remit.engine.audit;

import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The audit path can't be set up or read. The message names the file or folder, what is wrong with it and what to do. */
public final class AuditException extends IOException {
    private static final long serialVersionUID = 1L;

    public AuditException(String message) {
        super(message);
    }

    public AuditException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Of a file that can't be read. */
    public static AuditException unreadable(File file, IOException e) {
        return new AuditException(file + " can't be read (" + e.getMessage() + "); read as the user who wrote it", e);
    }
}
