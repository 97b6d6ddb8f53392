package dev.remit.javaagent.hooks.files;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file is about to be opened: refused as the operating system would, with {@link AccessDeniedException} (java.nio) or
 * {@link FileNotFoundException} (java.io). Thread-safe.
 */
final class OpenSink implements Sink {
    private final EnforcementPoint enforcement;
    private final SecretFiles secrets;
    private final boolean nio;

    OpenSink(EnforcementPoint enforcement, SecretFiles secrets, boolean nio) {
        this.enforcement = enforcement;
        this.secrets = secrets;
        this.nio = nio;
    }

    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second)
            throws Refusal {
        if (enforcement.isGuarding()) {
            return null;
        }
        final SecretFiles.Matching matching = new SecretFiles.Matching(secrets, pathOf(first));
        enforcement.unguarded(matching);
        final @Nullable String secret = matching.secret();
        if (secret == null) {
            enforcement.pass(site);
            return null;
        }
        final @Nullable String refusal = enforcement.secret(site, null, "file", secret);
        if (refusal != null) {
            throw new Refusal(
                    nio ? new AccessDeniedException(secret, null, refusal) : new FileNotFoundException(refusal));
        }
        final SecretFiles.Reading reading = new SecretFiles.Reading(secret);
        enforcement.unguarded(reading);
        final @Nullable String content = reading.content();
        if (content != null) {
            enforcement.learn("file/" + secret, content);
        }
        return null;
    }

    private static String pathOf(@Nullable Object path) {
        if (path instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return path instanceof Path || path instanceof String ? path.toString() : "";
    }
}
