package dev.remit.engine.policy;

import dev.remit.cedar.parse.PolicySource;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads policy files. With java.io and loops: this runs before the main of guarded applications, where java.nio.file
 * and streams would have to be paid for. Stateless.
 */
public final class PolicyFiles {
    private static final String SUFFIX = ".cedar";

    private PolicyFiles() {}

    /**
     * Reads the files themselves, and of folders every file ending in {@code .cedar}, those of folders below too, by name.
     *
     * @throws IOException naming the file or folder that is missing, empty, unreadable or no UTF-8, and what to do
     */
    public static List<PolicySource> read(List<File> filesAndFolders) throws IOException {
        final List<PolicySource> sources = new ArrayList<>();
        for (File path : filesAndFolders) {
            if (path.isDirectory()) {
                final int before = sources.size();
                readFolder(path, sources);
                if (sources.size() == before) {
                    throw new IOException(
                            path + " holds no file that ends in .cedar; give another folder, or the file itself");
                }
            } else {
                sources.add(new PolicySource(path.getPath(), read(path)));
            }
        }
        return sources;
    }

    private static void readFolder(File folder, List<PolicySource> sources) throws IOException {
        final File @Nullable [] entries = folder.listFiles();
        if (entries == null) {
            throw new IOException(folder + " can't be read: no permission; let this user read it, or run as another");
        }
        Arrays.sort(entries);
        for (File entry : entries) {
            if (entry.isDirectory()) {
                readFolder(entry, sources);
            } else if (entry.getName().endsWith(SUFFIX)) {
                sources.add(new PolicySource(entry.getPath(), read(entry)));
            }
        }
    }

    /** A file's text. */
    public static String read(File file) throws IOException {
        if (!file.exists()) {
            throw new IOException(file + " is not there; check the path");
        }
        if (!file.canRead()) {
            throw new IOException(file + " can't be read: no permission; let this user read it, or run as another");
        }
        try (FileInputStream in = new FileInputStream(file)) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not a text in UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw new IOException(file + " can't be read (" + e.getMessage() + ")", e);
        }
    }
}
