package dev.remit.javaagent.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import org.jspecify.annotations.Nullable;

/** Replaces what a file holds. */
final class FileText {
    private FileText() {}

    /**
     * Writes a text as UTF-8 into a file that is there. A reader, or a machine that stops, sees the old text or the new one, never a part. The file
     * keeps its permissions, its group and owner where this user may set them, and the link that leads to it.
     *
     * @throws IOException naming the file and what to do; then it is as it was
     */
    static void replace(Path file, String text) throws IOException {
        Path real = file.toRealPath();
        // A new file in its place would not ask.
        if (!Files.isWritable(real)) {
            throw new IOException(file + " can't be written: no permission; let this user write it, or run as another");
        }
        Path folder = real.toAbsolutePath().getParent();
        Path aside;
        try {
            aside = Files.createTempFile(folder, ".remit", ".tmp");
        } catch (IOException e) {
            throw new IOException(
                    folder + " takes no new file (" + reason(e)
                            + "), which is needed to replace " + file
                            + " at once; let this user write into the folder, or format a copy elsewhere",
                    e);
        }
        try {
            write(aside, text);
            keepAttributes(real, aside);
            Files.move(aside, real, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException(file + " can't be written (" + reason(e) + "); it is as it was", e);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void keepAttributes(Path from, Path to) throws IOException {
        PosixFileAttributeView old = view(from);
        PosixFileAttributeView changed = view(to);
        if (old == null || changed == null) {
            return;
        }
        PosixFileAttributes attributes = old.readAttributes();
        try {
            changed.setGroup(attributes.group());
            changed.setOwner(attributes.owner());
        } catch (IOException e) {
            // Not this user's to give away.
        }
        changed.setPermissions(attributes.permissions());
    }

    private static @Nullable PosixFileAttributeView view(Path file) {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
