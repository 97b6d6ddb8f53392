package dev.remit.javaagent.hooks.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/** The path of a name that is relative to an open folder, which only the operating system can tell. Stateless. */
final class DescriptorPath {
    private static final String HEX = "0123456789abcdef";

    private DescriptorPath() {}

    /**
     * @param name bytes, as they are: not every name is a text
     * @throws UncheckedIOException where the folder can't be told, as on systems without {@code /proc}; a refusal, since it may
     *     be any
     */
    static Path of(int folder, byte[] name) {
        final Path fromRoot = fromRoot(name);
        if (name.length > 0 && name[0] == '/') {
            return fromRoot;
        }
        try {
            final Path path = Path.of("/proc/self/fd/" + folder).toRealPath();
            return path.resolve(fromRoot.subpath(0, fromRoot.getNameCount()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path fromRoot(byte[] name) {
        final StringBuilder uri = new StringBuilder("file:///");
        for (byte b : name) {
            uri.append('%').append(HEX.charAt(b >> 4 & 0xF)).append(HEX.charAt(b & 0xF));
        }
        return Path.of(URI.create(uri.toString()));
    }
}
