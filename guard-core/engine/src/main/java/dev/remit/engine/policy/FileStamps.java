package dev.remit.engine.policy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names, sizes and times of the policy files: where they are the same as before, the contents are too, but for a change within
 * the clock tick of the one before. Links are followed, so that one that leads elsewhere now is a change. Immutable.
 */
record FileStamps(List<Stamp> files) {
    /**
     * @param modified null where the file can't be found
     * @param key the file system's own name of the file: another one after a rename over it
     */
    record Stamp(
            String path,
            long size,
            @Nullable FileTime modified,
            @Nullable Object key) {}

    static FileStamps of(PolicyPaths paths) {
        final List<Stamp> stamps = new ArrayList<>();
        if (paths.policy() != null) {
            try {
                for (File file : PolicyFiles.find(paths.policy())) {
                    stamps.add(stamp(file));
                }
            } catch (IOException e) {
                // Whoever reads the files will say it.
                stamps.add(new Stamp(String.valueOf(e.getMessage()), 0, null, null));
            }
        }
        if (paths.entities() != null) {
            stamps.add(stamp(paths.entities()));
        }
        if (paths.schema() != null) {
            stamps.add(stamp(paths.schema()));
        }
        return new FileStamps(stamps);
    }

    private static Stamp stamp(File file) {
        try {
            final BasicFileAttributes attributes = Files.readAttributes(file.toPath(), BasicFileAttributes.class);
            return new Stamp(file.getPath(), attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        } catch (IOException e) {
            return new Stamp(file.getPath(), 0, null, null);
        }
    }
}
