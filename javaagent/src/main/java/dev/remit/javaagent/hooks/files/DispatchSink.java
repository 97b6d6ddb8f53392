package dev.remit.javaagent.hooks.files;

import dev.remit.javaagent.enforce.EnforcementPoint;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.nio.file} calls the operating system with a path, or with a folder's descriptor and the bytes of a name; refused as
 * one that gives no permission. What is opened for writing alone gives nothing away.
 */
final class DispatchSink extends FileSink {
    /** The two lowest flags of open(2), on every Unix. */
    private static final int ACCESS_MODE = 3;

    private static final int WRITE_ONLY = 1;

    private final SecretFiles secrets;
    private final boolean moving;

    /** @param moving whether the call gives a file another name, rather than opening it */
    DispatchSink(EnforcementPoint enforcement, SecretFiles secrets, boolean moving) {
        super(enforcement);
        this.secrets = secrets;
        this.moving = moving;
    }

    @Override
    @Nullable
    FoundSecret look(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        final Path path;
        final int flags;
        if (first instanceof byte[] name && second instanceof int[] numbers) {
            path = DescriptorPath.of(numbers[0], name);
            flags = numbers[1];
        } else if (first instanceof Path whole) {
            path = whole;
            flags = second instanceof int[] numbers ? numbers[0] : 0;
        } else {
            return null;
        }
        if (moving) {
            return secrets.findMoved(path);
        }
        return (flags & ACCESS_MODE) == WRITE_ONLY ? null : secrets.find(path);
    }

    @Override
    Exception refused(@Nullable Object first, String secret, String refusal) {
        return new AccessDeniedException(first instanceof Path path ? path.toString() : secret, null, refusal);
    }
}
