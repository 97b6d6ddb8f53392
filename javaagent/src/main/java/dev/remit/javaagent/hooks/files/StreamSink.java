package dev.remit.javaagent.hooks.files;

import dev.remit.javaagent.enforce.EnforcementPoint;
import java.io.FileNotFoundException;
import org.jspecify.annotations.Nullable;

/** A file of {@code java.io} is about to be opened; refused as one that can't be. */
final class StreamSink extends FileSink {
    private final SecretFiles secrets;

    StreamSink(EnforcementPoint enforcement, SecretFiles secrets) {
        super(enforcement);
        this.secrets = secrets;
    }

    @Override
    @Nullable
    FoundSecret look(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        return first instanceof String name ? secrets.find(JavaIoPath.of(name)) : null;
    }

    @Override
    Exception refused(@Nullable Object first, String secret, String refusal) {
        return new FileNotFoundException(refusal);
    }
}
