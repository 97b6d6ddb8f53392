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
    /** A folder may hold other JSON too, entities and case files among it. */
    private static final String[] SUFFIXES = {".cedar", ".cedar.json"};

    /** Folders below a folder of policies, at most: a link that leads back up has no end. */
    private static final int MAX_DEPTH = 32;

    private PolicyFiles() {}

    /**
     * Reads the files that {@link #find} finds.
     *
     * @throws IOException naming the file or folder that is missing, empty, unreadable or no UTF-8, and what to do
     */
    public static List<PolicySource> read(List<File> filesAndFolders) throws IOException {
        final List<PolicySource> sources = new ArrayList<>();
        for (File path : filesAndFolders) {
            for (File file : find(path)) {
                sources.add(new PolicySource(file.getPath(), read(file)));
            }
        }
        return sources;
    }

    /**
     * A file itself; of a folder every file ending in {@code .cedar} or {@code .cedar.json}, those of folders below too, by name.
     * Of a folder's entries those whose names begin with a dot are left out: editors keep half-written copies under such names, and Kubernetes the
     * folders that a mounted ConfigMap's links lead to.
     *
     * @throws IOException naming the folder that is empty or unreadable, and what to do
     */
    static List<File> find(File path) throws IOException {
        if (!path.isDirectory()) {
            return List.of(path);
        }
        final List<File> files = new ArrayList<>();
        findBelow(path, 1, files);
        if (files.isEmpty()) {
            throw new IOException(path
                    + " holds no file that ends in .cedar or .cedar.json; give another folder, or the file itself");
        }
        return files;
    }

    private static void findBelow(File folder, int depth, List<File> files) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException(folder + " lies more than " + MAX_DEPTH
                    + " folders deep; take out the link that leads back up, or give a folder further down");
        }
        final File @Nullable [] entries = folder.listFiles();
        if (entries == null) {
            throw new IOException(folder + " can't be read: no permission; let this user read it, or run as another");
        }
        Arrays.sort(entries);
        for (File entry : entries) {
            if (entry.getName().startsWith(".")) {
                continue;
            }
            if (entry.isDirectory()) {
                findBelow(entry, depth + 1, files);
            } else if (isPolicy(entry.getName())) {
                files.add(entry);
            }
        }
    }

    private static boolean isPolicy(String name) {
        for (String suffix : SUFFIXES) {
            if (name.endsWith(suffix)) {
                return true;
            }
        }
        return false;
    }

    /** A file's text. */
    public static String read(File file) throws IOException {
        if (!file.exists()) {
            throw new IOException(file + " is not there; check the path");
        }
        if (!file.canRead()) {
            throw new IOException(file + " can't be read: no permission; let this user read it, or run as another");
        }
        final byte[] bytes;
        try (FileInputStream in = new FileInputStream(file)) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new IOException(file + " can't be read (" + e.getMessage() + ")", e);
        }
        return text(file.getPath(), bytes);
    }

    /**
     * The text that bytes are in UTF-8.
     *
     * @param name what the error calls it
     * @throws IOException if they are none
     */
    public static String text(String name, byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(name + " is not a text in UTF-8; save it as UTF-8", e);
        }
    }
}
