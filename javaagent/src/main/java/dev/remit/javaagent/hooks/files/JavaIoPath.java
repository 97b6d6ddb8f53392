package dev.remit.javaagent.hooks.files;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file that {@code java.io} opens under a name, as a path: there a relative name is the operating system's to resolve,
 * whatever {@code user.dir} says, and what can't be encoded is a question mark. Stateless.
 */
final class JavaIoPath {
    private static final @Nullable Path FOLDER = workingFolder();
    private static final Charset ENCODING = encoding();

    private JavaIoPath() {}

    static Path of(String name) {
        final Path path = encoded(name);
        return FOLDER == null || path.isAbsolute() ? path : FOLDER.resolve(path);
    }

    private static Path encoded(String name) {
        try {
            return new File(name).toPath();
        } catch (InvalidPathException e) {
            return new File(new String(name.getBytes(ENCODING), ENCODING)).toPath();
        }
    }

    private static @Nullable Path workingFolder() {
        try {
            return new File("/proc/self/cwd").toPath().toRealPath();
        } catch (IOException e) {
            // no Linux: then user.dir has to do
            return null;
        }
    }

    private static Charset encoding() {
        final @Nullable String name = System.getProperty("sun.jnu.encoding");
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }
}
