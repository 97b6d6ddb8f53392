package dev.remit.engine.config;

import java.io.File;
import java.util.List;

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

    /** Whether nothing can match. */
    public boolean isEmpty() {
        return patterns.length == 0;
    }

    /** The patterns, absolute and normalised. */
    public List<String> patterns() {
        return List.of(patterns);
    }

    private static boolean isAtOrBelow(String path, String folder) {
        return path.startsWith(folder)
                && (path.length() == folder.length()
                        || path.charAt(folder.length()) == File.separatorChar
                        || folder.charAt(folder.length() - 1) == File.separatorChar);
    }
}
