package dev.remit.engine.config;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Checks a path as far as a look at the file system can: what is named for reading is there and readable, and where something will be
 * written, writing is possible.
 */
final class PathCheck {
    static final int FILE = 0;
    static final int FILE_OR_FOLDER = 1;
    static final int WRITABLE_FOLDER = 2;

    private PathCheck() {}

    /** The path, absolute and normalised. */
    static Path path(String text) {
        return new File(text).getAbsoluteFile().toPath().normalize();
    }

    static @Nullable String faultIn(String text, int what) {
        File file;
        try {
            file = path(text).toFile();
        } catch (InvalidPathException e) {
            return "no path: ".concat(e.getReason());
        }
        return what == WRITABLE_FOLDER ? faultInWriting(file) : faultInReading(file, what);
    }

    private static @Nullable String faultInReading(File file, int what) {
        if (!file.exists()) {
            return "there is no such file: " + file;
        }
        if (what == FILE && file.isDirectory()) {
            return "this is a folder: " + file;
        }
        boolean readable = file.canRead() && (!file.isDirectory() || file.canExecute());
        return readable ? null : "no permission to read " + file;
    }

    private static @Nullable String faultInWriting(File folder) {
        File nearest = folder;
        while (!nearest.exists()) {
            File parent = nearest.getParentFile();
            if (parent == null) {
                return "no folder above it exists: " + folder;
            }
            nearest = parent;
        }
        if (!nearest.isDirectory()) {
            return nearest.equals(folder)
                    ? "this is a file, not a folder: " + folder
                    : "cannot be made, because this is a file: " + nearest;
        }
        return nearest.canWrite() && nearest.canExecute() ? null : "no permission to write in " + nearest;
    }
}
