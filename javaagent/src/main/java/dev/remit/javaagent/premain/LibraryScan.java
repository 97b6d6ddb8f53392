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
 * one jar of a Spring Boot application too. A look at names, not a proof: what is loaded decides, and the weaver says so then.
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
                if (isUnknownVersion(jar, hook)) {
                    found.append(found.length() == 0 ? "" : ", ")
                            .append(jar)
                            .append(" (known: ")
                            .append(String.join("x ", hook.library().versions()))
                            .append("x)");
                }
            }
        }
        return found.toString();
    }

    private static boolean isUnknownVersion(String jar, Hook hook) {
        for (String name : hook.library().jars()) {
            final int version = name.length() + 1;
            if (jar.length() > version
                    && jar.startsWith(name)
                    && jar.charAt(name.length()) == '-'
                    && Character.isDigit(jar.charAt(version))) {
                for (String known : hook.library().versions()) {
                    if (jar.startsWith(known, version)) {
                        return false;
                    }
                }
                return true;
            }
        }
        return false;
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
