package dev.remit.javaagent.coverage;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What lies on a class path: the jars, those within an application's one jar and those that a manifest names too, and the classes that are asked
 * for. Used by one thread.
 */
final class ClassPath {
    /** A class file, and the name of the jar or folder in which it lies. */
    static final class Found {
        final String jar;
        final byte[] classFile;

        private Found(String jar, byte[] classFile) {
            this.jar = jar;
            this.classFile = classFile;
        }
    }

    private static final List<String> ROOTS = List.of("BOOT-INF/classes/", "WEB-INF/classes/");

    private final Set<String> wanted;
    private final Set<String> jars = new LinkedHashSet<>();
    private final Map<String, Found> classes = new HashMap<>();

    private ClassPath(Set<String> wanted) {
        this.wanted = wanted;
    }

    /**
     * Reads a class path.
     *
     * @param path as {@code java -cp} takes it
     * @param wanted the names of the classes to keep, as class files have them
     * @throws IOException if an entry is not there or can't be read; the message names it
     */
    static ClassPath read(String path, Set<String> wanted) throws IOException {
        final ClassPath read = new ClassPath(wanted);
        final Deque<File> left = new ArrayDeque<>();
        for (String entry : path.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                addAll(entry, left);
            }
        }
        final Set<File> seen = new HashSet<>();
        while (!left.isEmpty()) {
            final File entry = left.poll();
            if (seen.add(entry.getCanonicalFile())) {
                if (entry.isDirectory()) {
                    read.folder(entry);
                } else {
                    read.jar(entry, left);
                }
            }
        }
        return read;
    }

    /** The names of all jars, without their folders. */
    Set<String> jars() {
        return jars;
    }

    /** A class that was asked for; null where it is not there. */
    @Nullable
    Found get(String name) {
        return classes.get(name);
    }

    private static void addAll(String entry, Deque<File> to) throws IOException {
        if (!entry.endsWith(File.separator + "*") && !entry.equals("*")) {
            final File file = new File(entry);
            if (!file.exists()) {
                throw new IOException(entry + ": there is no such file or folder");
            }
            to.add(file);
            return;
        }
        final File folder = new File(entry.substring(0, entry.length() - 1) + ".");
        final File @Nullable [] files = folder.listFiles((in, name) -> name.endsWith(".jar"));
        if (files == null) {
            throw new IOException(entry + ": there is no such folder");
        }
        to.addAll(List.of(files));
    }

    private void folder(File folder) throws IOException {
        for (String name : wanted) {
            final File file = new File(folder, name + ".class");
            if (file.isFile()) {
                classes.putIfAbsent(name, new Found(folder.getName(), Files.readAllBytes(file.toPath())));
            }
        }
    }

    private void jar(File file, Deque<File> left) throws IOException {
        jars.add(file.getName());
        try (JarFile jar = new JarFile(file, false)) {
            for (Enumeration<? extends ZipEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                final ZipEntry entry = entries.nextElement();
                final String name = entry.getName();
                if (name.endsWith(".jar")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        nested(name.substring(name.lastIndexOf('/') + 1), in);
                    }
                } else if (isWanted(name)) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        add(file.getName(), name, in);
                    }
                }
            }
            for (String other : classPath(jar.getManifest())) {
                final File beside = new File(file.getAbsoluteFile().getParentFile(), other);
                // The JVM does not mind either.
                if (beside.exists()) {
                    left.add(beside);
                }
            }
        } catch (ZipException e) {
            throw new IOException(file + ": this is no jar (" + e.getMessage() + ")", e);
        }
    }

    private void nested(String jar, InputStream in) throws IOException {
        jars.add(jar);
        final ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (isWanted(entry.getName())) {
                add(jar, entry.getName(), zip);
            }
        }
    }

    private static List<String> classPath(@Nullable Manifest manifest) {
        final @Nullable String named =
                manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        final List<String> paths = new ArrayList<>();
        for (String path : named == null ? new String[0] : named.split(" ", -1)) {
            if (!path.isEmpty() && path.indexOf(':') < 0) {
                paths.add(path);
            }
        }
        return paths;
    }

    private boolean isWanted(String entry) {
        return entry.endsWith(".class") && wanted.contains(className(entry));
    }

    private void add(String jar, String entry, InputStream in) throws IOException {
        classes.putIfAbsent(className(entry), new Found(jar, in.readAllBytes()));
    }

    private static String className(String entry) {
        int from = 0;
        for (String root : ROOTS) {
            from = entry.startsWith(root) ? root.length() : from;
        }
        return entry.substring(from, entry.length() - ".class".length());
    }
}
