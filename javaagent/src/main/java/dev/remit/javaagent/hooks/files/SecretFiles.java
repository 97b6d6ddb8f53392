package dev.remit.javaagent.hooks.files;

import dev.remit.engine.config.PathPatterns;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which files are secrets: by the path that is opened and, so that a link is no way around, by the path it leads to and by the
 * file's own identity. Immutable; thread-safe. Everything here touches the file system, and runs unguarded.
 */
public final class SecretFiles {
    /** A secret longer than this is guarded, but its content is not known to redaction. In bytes. */
    private static final int LONGEST_LEARNED = 64 * 1024;

    private final PathPatterns patterns;
    private final String[] names;

    /** The files that the configuration names. */
    public SecretFiles(PathPatterns patterns) {
        this.patterns = patterns;
        this.names = patterns.patterns().toArray(new String[0]);
    }

    /** The secret that a path opens, as an absolute path; null where it is none. */
    private @Nullable String find(String path) {
        if (path.isEmpty()) {
            return null;
        }
        final String absolute =
                new File(path).toPath().toAbsolutePath().normalize().toString();
        if (patterns.matches(absolute)) {
            return absolute;
        }
        try {
            final Path real = Path.of(path).toRealPath();
            return patterns.matches(real.toString()) ? real.toString() : sameFile(real);
        } catch (IOException e) {
            // What can't be resolved can't be opened either.
            return null;
        }
    }

    /** The named secret that is the very same file under another name: a hard link. */
    private @Nullable String sameFile(Path real) throws IOException {
        for (String name : names) {
            final Path secret = Path.of(name);
            if (name.indexOf('*') < 0 && Files.isRegularFile(secret) && Files.isSameFile(secret, real)) {
                return name;
            }
        }
        return null;
    }

    private static @Nullable String read(String secret) {
        try {
            final Path path = Path.of(secret);
            if (!Files.isRegularFile(path) || Files.size(path) > LONGEST_LEARNED) {
                return null;
            }
            final byte[] bytes = Files.readAllBytes(path);
            final String text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8).strip();
            Arrays.fill(bytes, (byte) 0);
            return text;
        } catch (IOException e) {
            // The application's own read will fail as well, and say so.
            return null;
        }
    }

    /** Finds out whether a path opens a secret. */
    static final class Matching implements Runnable {
        private final SecretFiles secrets;
        private final String path;
        private @Nullable String secret;

        Matching(SecretFiles secrets, String path) {
            this.secrets = secrets;
            this.path = path;
        }

        @Override
        public void run() {
            secret = secrets.find(path);
        }

        @Nullable
        String secret() {
            return secret;
        }
    }

    /** Reads a secret that may be read, so that redaction knows it. */
    static final class Reading implements Runnable {
        private final String secret;
        private @Nullable String content;

        Reading(String secret) {
            this.secret = secret;
        }

        @Override
        public void run() {
            content = read(secret);
        }

        @Nullable
        String content() {
            return content;
        }
    }
}
