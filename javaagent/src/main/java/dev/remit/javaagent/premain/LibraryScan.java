package dev.remit.javaagent.premain;

import dev.remit.javaagent.weave.Hook;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Which guarded libraries lie on the class path in a version that their hook does not know, by the jars' names; looks into the
 * one jar of a Spring Boot application too. For the report: the weaver looks again at what is loaded.
 */
final class LibraryScan {
    private LibraryScan() {}

    /** The jars, with the versions that are known, for a line of the report; empty when there is none. */
    static String unrecognised(List<Hook> hooks) {
        return unrecognised(hooks, System.getProperty("java.class.path", ""));
    }

    static String unrecognised(List<Hook> hooks, String classPath) {
        final StringBuilder found = new StringBuilder();
        for (String jar : jarNames(classPath)) {
            for (Hook hook : hooks) {
                if (hook.library().isUnknownVersion(jar)) {
                    found.append(found.length() == 0 ? "" : ", ")
                            .append(hook.library().unknown(jar));
                }
            }
        }
        return found.toString();
    }

    private static List<String> jarNames(String classPath) {
        final List<String> names = new ArrayList<>();
        int from = 0;
        while (from <= classPath.length()) {
            int to = classPath.indexOf(File.pathSeparatorChar, from);
            to = to < 0 ? classPath.length() : to;
            final File entry = new File(classPath.substring(from, to));
            if (entry.getName().endsWith(".jar")) {
                names.add(entry.getName());
            }
            from = to + 1;
        }
        if (names.size() <= 2) {
            // A single application jar (remit.jar itself is on the class path too): perhaps one with jars inside.
            addNested(new File(classPath.split(File.pathSeparator, 2)[0]), names);
        }
        return names;
    }

    private static void addNested(File jar, List<String> names) {
        if (!jar.isFile()) {
            return;
        }
        try (ZipFile zip = new ZipFile(jar)) {
            final Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                final String name = entries.nextElement().getName();
                if (name.endsWith(".jar")) {
                    names.add(name.substring(name.lastIndexOf('/') + 1));
                }
            }
        } catch (IOException e) {
            // An unreadable application jar is the JVM's to complain of, in its own words.
            return;
        }
    }
}
