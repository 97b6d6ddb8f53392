package dev.remit.javaagent.hooks.files;

import dev.remit.engine.config.NamePatterns;
import dev.remit.engine.config.PathPatterns;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which files are secrets: by the path that is opened and, so that a link is no way around, by the path it leads to and by the
 * file's own identity. Folders are none: what they give away is names. The environment of a process is one where variables are.
 * Immutable; thread-safe. Everything here touches the file system, and runs unguarded.
 */
public final class SecretFiles {
    /** A secret longer than this is guarded, but its content is not known to redaction. In bytes. */
    private static final int LONGEST_LEARNED = 64 * 1024;

    private final PathPatterns patterns;
    private final Path[] named;
    private final ProcessEnvironments environments;

    /**
     * The files that the configuration names.
     *
     * @param variables names of environment variables that are secrets too
     */
    public SecretFiles(PathPatterns patterns, NamePatterns variables) {
        this.patterns = patterns.andRealPaths();
        final List<String> paths = this.patterns.paths();
        this.named = new Path[paths.size()];
        for (int i = 0; i < named.length; i++) {
            named[i] = Path.of(paths.get(i));
        }
        this.environments = new ProcessEnvironments(variables);
    }

    /** Whether no file of this system can be one. */
    public boolean isEmpty() {
        return patterns.isEmpty() && environments.isEmpty();
    }

    /** The secret that one gets by reading a path; null where it is none. */
    @Nullable
    FoundSecret find(Path path) {
        if (path.toString().isEmpty()) {
            return null;
        }
        final Path absolute = path.toAbsolutePath();
        final String written = absolute.normalize().toString();
        if (!climbs(absolute) && patterns.matches(written)) {
            return Files.isDirectory(path) ? null : FoundSecret.file(written);
        }
        final Path real;
        try {
            real = path.toRealPath();
        } catch (IOException e) {
            // What isn't there can't be read. What is there, under a path too long to be resolved, may be any file.
            return patterns.matches(written) || Files.exists(path) ? FoundSecret.file(written) : null;
        }
        final @Nullable String name = patterns.matches(real.toString()) ? real.toString() : sameFile(real);
        if (name != null) {
            return Files.isDirectory(real) ? null : FoundSecret.file(name);
        }
        return environments.find(real);
    }

    /** The secret that one gets by giving another name to what is at a path, or to a folder that holds one; null for none. */
    @Nullable
    FoundSecret findMoved(Path path) {
        final Path absolute = path.toAbsolutePath();
        final String written = absolute.normalize().toString();
        if (isMatchMoved(written)) {
            return FoundSecret.file(written);
        }
        final @Nullable Path parent = absolute.getParent();
        final @Nullable Path last = absolute.getFileName();
        if (parent == null || last == null) {
            return null;
        }
        try {
            // Not where the path leads: of a link it is the link that gets another name.
            final String real = parent.toRealPath().resolve(last).normalize().toString();
            return isMatchMoved(real) ? FoundSecret.file(real) : null;
        } catch (IOException e) {
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? FoundSecret.file(written) : null;
        }
    }

    private boolean isMatchMoved(String path) {
        return patterns.matches(path) || patterns.matchesBelow(path) && new File(path).isDirectory();
    }

    /** Whether the path goes up somewhere: from a link, that is not where it seems to go. */
    private static boolean climbs(Path path) {
        final String text = path.toString();
        return text.contains("/../") || text.endsWith("/..");
    }

    /** The named secret that is the very same file under another name: a hard link, or the folder mounted twice. */
    private @Nullable String sameFile(Path real) {
        try {
            boolean folders = false;
            for (Path name : named) {
                // As java.io asks, which throws nothing for one that is not there.
                if (name.toFile().isFile()) {
                    if (Files.isSameFile(name, real)) {
                        return name.toString();
                    }
                } else {
                    folders |= name.toFile().isDirectory();
                }
            }
            if (folders && hasOtherNames(real)) {
                for (Path name : named) {
                    final @Nullable String below = Files.isDirectory(name) ? sameFileBelow(name, real) : null;
                    if (below != null) {
                        return below;
                    }
                }
            }
            return null;
        } catch (IOException e) {
            // It was there a moment ago: then it is not known which it is.
            return Files.exists(real) ? real.toString() : null;
        }
    }

    private static boolean hasOtherNames(Path file) throws IOException {
        return Files.isRegularFile(file)
                && Files.getAttribute(file, "unix:nlink") instanceof Integer links
                && links > 1;
    }

    private static @Nullable String sameFileBelow(Path folder, Path real) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                final @Nullable String found;
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    found = sameFileBelow(entry, real);
                } else {
                    found = Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(entry, real)
                            ? entry.toString()
                            : null;
                }
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** The values in a secret file, for redaction. */
    static List<String> read(String secret) {
        try {
            final Path path = Path.of(secret);
            if (!Files.isRegularFile(path) || Files.size(path) > LONGEST_LEARNED) {
                return List.of();
            }
            final byte[] bytes = Files.readAllBytes(path);
            final String text = new String(bytes, StandardCharsets.UTF_8);
            Arrays.fill(bytes, (byte) 0);
            return SecretText.values(text);
        } catch (IOException e) {
            // The application's own read will fail as well, and say so.
            return List.of();
        }
    }
}
