package dev.remit.engine.audit.proof;

import dev.remit.engine.audit.ring.RingFile;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An anchor that is a file to which a line is appended, best where the application may append and nothing else: another user's, another file system, {@code
 * chattr +a}. Several JVMs may share it.
 */
public final class FileAnchor implements Anchor {
    private final File file;

    public FileAnchor(File file) {
        this.file = file;
    }

    @Override
    public void keep(Checkpoint.Signed checkpoint) throws IOException {
        try {
            if (file.createNewFile()) {
                RingFile.restrict(file);
            }
            // One write at the end of the file, whoever else writes there.
            try (FileOutputStream out = new FileOutputStream(file, true)) {
                out.write((checkpoint.line() + '\n').getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new IOException(
                    "audit.anchor=file:" + file + " can't be appended to (" + e.getMessage()
                            + "); let this process append there, or name another file",
                    e);
        }
    }

    /**
     * The checkpoints that a file keeps, in their order.
     *
     * @throws IOException if it can't be read, or a line of it is no checkpoint or wrongly signed; the message names the place
     */
    public static List<Checkpoint.Signed> read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IOException(
                    file + " can't be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")", e);
        }
        List<Checkpoint.Signed> checkpoints = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                Checkpoint.Signed checkpoint = Checkpoint.Signed.parse(lines.get(i));
                if (!checkpoint.isRight()) {
                    throw new IllegalArgumentException("its signature is wrong");
                }
                checkpoints.add(checkpoint);
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        file + ":" + (i + 1) + ": this line is no checkpoint (" + e.getMessage()
                                + "); give the file that audit.anchor names",
                        e);
            }
        }
        return checkpoints;
    }
}
