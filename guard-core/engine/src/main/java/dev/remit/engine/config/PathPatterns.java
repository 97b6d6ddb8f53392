package dev.remit.engine.config;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paths of files, whole or with wildcards: {@code *} and {@code ?} within a name, {@code **} across folders. A path without wildcards
 * stands for itself and for everything below it. Immutable; matching allocates nothing.
 */
public final class PathPatterns {
    static final PathPatterns NONE = new PathPatterns(new String[0]);

    private final String[] patterns;

    /** @param patterns absolute and normalised */
    PathPatterns(String[] patterns) {
        this.patterns = patterns;
    }

    /**
     * Whether a file is one of them.
     *
     * @param path absolute and normalised; the caller resolves symbolic links, and asks for the link as well as for its target
     */
    public boolean matches(String path) {
        for (String pattern : patterns) {
            if (Glob.isPattern(pattern)
                    ? Glob.matches(pattern, path, File.separatorChar)
                    : isAtOrBelow(path, pattern)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether something below a folder can match, so that who moves the folder moves a match.
     *
     * @param folder absolute and normalised
     */
    public boolean matchesBelow(String folder) {
        for (String pattern : patterns) {
            final int crossing = pattern.indexOf("**");
            if (crossing >= 0 && Glob.matches(pattern.substring(0, crossing + 2), folder, File.separatorChar)) {
                return true;
            }
            for (int end = pattern.indexOf(File.separatorChar, 1);
                    end > 0;
                    end = pattern.indexOf(File.separatorChar, end + 1)) {
                if (Glob.matches(pattern.substring(0, end), folder, File.separatorChar)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * These patterns, and beside each whose part before the first wildcard leads over symbolic links the one that it leads to:
     * what is named {@code /var/run/secrets} is opened as {@code /run/secrets} too. Looks at the file system, now.
     */
    public PathPatterns andRealPaths() {
        final List<String> all = new ArrayList<>(List.of(patterns));
        for (String pattern : patterns) {
            final int fixed = fixedLength(pattern);
            final @Nullable String real = fixed == 0 ? null : realPath(pattern.substring(0, fixed));
            if (real != null && !all.contains(real + pattern.substring(fixed))) {
                all.add(real + pattern.substring(fixed));
            }
        }
        return new PathPatterns(all.toArray(new String[0]));
    }

    /** The length of what stands before the name with the first wildcard; all of a path without. */
    private static int fixedLength(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if (Glob.isPattern(pattern.substring(i, i + 1))) {
                return pattern.lastIndexOf(File.separatorChar, i);
            }
        }
        return pattern.length();
    }

    /** Where a path leads, as far as it is there yet; null where nothing of it is. */
    private static @Nullable String realPath(String path) {
        final Path whole = Path.of(path);
        for (Path there = whole; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(whole)).toString();
            } catch (IOException e) {
                // not there: the folder above it may be
                continue;
            }
        }
        return null;
    }

    /** Whether nothing can match. */
    public boolean isEmpty() {
        return patterns.length == 0;
    }

    /** The patterns, absolute and normalised. */
    public List<String> patterns() {
        return List.of(patterns);
    }

    /** Those of the patterns that are paths without wildcards. */
    public List<String> paths() {
        final List<String> paths = new ArrayList<>();
        for (String pattern : patterns) {
            if (!Glob.isPattern(pattern)) {
                paths.add(pattern);
            }
        }
        return paths;
    }

    private static boolean isAtOrBelow(String path, String folder) {
        return path.startsWith(folder)
                && (path.length() == folder.length()
                        || path.charAt(folder.length()) == File.separatorChar
                        || folder.charAt(folder.length() - 1) == File.separatorChar);
    }
}
