package dev.remit.javaagent.hooks.files;

import dev.remit.javaagent.enforce.EnforcementPoint;
import java.io.File;
import org.jspecify.annotations.Nullable;

/** {@code File.renameTo}, which declares no exception: refused with the {@link SecurityException} that it documents. */
final class RenameSink extends FileSink {
    private final SecretFiles secrets;

    RenameSink(EnforcementPoint enforcement, SecretFiles secrets) {
        super(enforcement);
        this.secrets = secrets;
    }

    @Override
    @Nullable
    FoundSecret look(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        return self instanceof File file ? secrets.findMoved(JavaIoPath.of(file.getPath())) : null;
    }

    @Override
    Exception refused(@Nullable Object first, String secret, String refusal) {
        return new SecurityException(refusal);
    }
}
