package dev.remit.engine.config;

import org.jspecify.annotations.Nullable;

/**
 * The application's name, from the command that the JVM was started with: the main class in full, or the jar's file name without its
 * version, so that a policy that names it outlives a release.
 */
final class ApplicationName {
    private static final String UNKNOWN = "application";
    private static final int MAX_LENGTH = 200;

    private ApplicationName() {}

    /**
     * Names the application.
     *
     * @param javaCommand what the system property {@code sun.java.command} holds: main class or jar, then the arguments
     * @return a valid segment of a SPIFFE ID's path; {@code application} when the command tells nothing
     */
    static String of(@Nullable String javaCommand) {
        if (javaCommand == null || javaCommand.isBlank()) {
            return UNKNOWN;
        }
        String command = javaCommand.trim();
        int space = command.indexOf(' ');
        String first = space < 0 ? command : command.substring(0, space);
        if (!isMainClass(first)) {
            int jarEnd = jarEnd(command);
            if (jarEnd >= 0) {
                return sanitised(withoutVersion(lastElement(command.substring(0, jarEnd))));
            }
        }
        return sanitised(lastElement(first));
    }

    /** A path with spaces is written without quotes, so the first word alone can't be trusted to be the whole path. */
    private static int jarEnd(String command) {
        for (int i = command.indexOf('.'); i >= 0; i = command.indexOf('.', i + 1)) {
            int end = i + ".jar".length();
            if (command.regionMatches(true, i, ".jar", 0, ".jar".length())
                    && (end == command.length() || command.charAt(end) == ' ')) {
                return i;
            }
        }
        return -1;
    }

    /** A class name, behind {@code module/} perhaps. */
    private static boolean isMainClass(String word) {
        if (word.regionMatches(true, word.length() - ".jar".length(), ".jar", 0, ".jar".length())) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (!Character.isJavaIdentifierPart(c) && c != '.' && (c != '/' || i == 0)) {
                return false;
            }
        }
        return true;
    }

    private static String lastElement(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    private static String withoutVersion(String jar) {
        for (int i = 1; i < jar.length() - 1; i++) {
            if (jar.charAt(i) == '-' && jar.charAt(i + 1) >= '0' && jar.charAt(i + 1) <= '9') {
                return jar.substring(0, i);
            }
        }
        return jar;
    }

    private static String sanitised(String name) {
        StringBuilder clean = new StringBuilder(Math.min(name.length(), MAX_LENGTH));
        for (int i = 0; i < name.length() && i < MAX_LENGTH; i++) {
            clean.append(SpiffeId.isPathChar(name.charAt(i)) ? name.charAt(i) : '-');
        }
        String segment = clean.toString();
        return SpiffeId.faultInPath(segment, 0) == null ? segment : UNKNOWN;
    }
}
