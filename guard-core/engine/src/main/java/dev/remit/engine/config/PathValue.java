package dev.remit.engine.config;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A path, checked as far as a look at the file system can: what is named for reading is there and readable, and where something will be written,
 * writing is possible.
 */
final class PathValue implements ValueType {
    enum Kind {
        FILE,
        FILE_OR_FOLDER,
        WRITABLE_FOLDER
    }

    private final Kind kind;
    private final String allowed;

    PathValue(Kind kind, String allowed) {
        this.kind = kind;
        this.allowed = allowed;
    }

    @Override
    public String allowed() {
        return allowed;
    }

    @Override
    public Object parse(String text) throws BadValue {
        Path path;
        try {
            path = new File(text).getAbsoluteFile().toPath().normalize();
        } catch (InvalidPathException e) {
            throw new BadValue("no path: " + e.getReason());
        }
        File file = path.toFile();
        if (kind == Kind.WRITABLE_FOLDER) {
            checkWritable(file);
        } else {
            checkReadable(file);
        }
        return path;
    }

    private void checkReadable(File file) throws BadValue {
        if (!file.exists()) {
            throw new BadValue("there is no such file: " + file);
        }
        if (kind == Kind.FILE && file.isDirectory()) {
            throw new BadValue("this is a folder: " + file);
        }
        if (!file.canRead() || (file.isDirectory() && !file.canExecute())) {
            throw new BadValue("no permission to read " + file);
        }
    }

    private static void checkWritable(File file) throws BadValue {
        if (file.exists()) {
            if (!file.isDirectory()) {
                throw new BadValue("this is a file, not a folder: " + file);
            }
            requireWritable(file);
            return;
        }
        File parent = file.getParentFile();
        while (parent != null && !parent.exists()) {
            parent = parent.getParentFile();
        }
        if (parent == null) {
            throw new BadValue("no folder above it exists: " + file);
        }
        if (!parent.isDirectory()) {
            throw new BadValue("cannot be made, because this is a file: " + parent);
        }
        requireWritable(parent);
    }

    private static void requireWritable(File folder) throws BadValue {
        if (!folder.canWrite() || !folder.canExecute()) {
            throw new BadValue("no permission to write in " + folder);
        }
    }
}
