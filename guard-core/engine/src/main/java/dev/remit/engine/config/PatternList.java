package dev.remit.engine.config;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lists of names or paths between commas, wildcards allowed. */
final class PatternList {
    private PatternList() {}

    static @Nullable String faultInNames(String text, String what) {
        for (String name : elements(text)) {
            if (name.isEmpty()) {
                return "an element between commas is empty";
            }
            for (int i = 0; i < name.length(); i++) {
                if (name.charAt(i) == '=' || name.charAt(i) == '?' || Character.isWhitespace(name.charAt(i))) {
                    return "no " + what + " is called '" + name + "'";
                }
            }
        }
        return null;
    }

    static @Nullable String faultInHosts(String text) {
        for (String host : elements(text)) {
            int colon = host.lastIndexOf(':');
            if (colon < 1 || colon == host.length() - 1) {
                return "'" + host + "' has no port behind a colon";
            }
            for (int i = 0; i < host.length(); i++) {
                if (host.charAt(i) <= ' ' || host.charAt(i) == '/' || host.charAt(i) == '?') {
                    return "no host is called '" + host + "'";
                }
            }
        }
        return null;
    }

    static @Nullable String faultInPaths(String text) {
        for (String path : elements(text)) {
            if (path.isEmpty()) {
                return "an element between commas is empty";
            }
            if (normalised(path).isEmpty()) {
                return "the root folder would make every file a secret";
            }
        }
        return null;
    }

    static NamePatterns names(String text) {
        return new NamePatterns(elements(text).toArray(new String[0]));
    }

    static PathPatterns paths(String text) {
        List<String> elements = elements(text);
        String[] paths = new String[elements.size()];
        for (int i = 0; i < paths.length; i++) {
            paths[i] = normalised(elements.get(i));
        }
        return new PathPatterns(paths);
    }

    private static List<String> elements(String text) {
        List<String> elements = new ArrayList<>();
        int start = 0;
        for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', start)) {
            elements.add(text.substring(start, comma).trim());
            start = comma + 1;
        }
        elements.add(text.substring(start).trim());
        return elements;
    }

    /**
     * Makes a path absolute and takes {@code .}, {@code ..} and doubled separators out; {@code java.nio.file} would refuse a wildcard on
     * some systems.
     *
     * @return empty for the root folder
     */
    private static String normalised(String written) {
        String absolute = new File(written).getAbsolutePath();
        int start = absolute.indexOf(File.separatorChar);
        StringBuilder path = new StringBuilder(absolute.length()).append(absolute, 0, start);
        int root = start;
        while (start < absolute.length()) {
            int next = absolute.indexOf(File.separatorChar, start + 1);
            int end = next < 0 ? absolute.length() : next;
            String name = absolute.substring(start + 1, end);
            if (name.equals("..")) {
                path.setLength(Math.max(root, path.lastIndexOf(File.separator)));
            } else if (!name.isEmpty() && !name.equals(".")) {
                path.append(File.separatorChar).append(name);
            }
            start = end;
        }
        return path.length() == root ? "" : path.toString();
    }
}
