package dev.remit.bench.run;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A JDK that is measured on.
 *
 * @param feature 17 of 17.0.15
 * @param version whole, with its vendor
 */
public record Jdk(Path home, int feature, String version) {
    /** What Remit needs. */
    static final int OLDEST = 17;

    /** As tables call it. */
    @Override
    public String toString() {
        return "Java " + feature;
    }

    Path java() {
        return home.resolve("bin").resolve("java");
    }

    /** The JDK in a folder. */
    static Jdk in(Path folder) throws IOException {
        final Path release = folder.resolve("release");
        if (!Files.isExecutable(folder.resolve("bin").resolve("javac")) || !Files.isReadable(release)) {
            throw new IOException(folder + " is no JDK: it has no bin/javac, or no file named release");
        }
        final Properties facts = new Properties();
        try (Reader in = Files.newBufferedReader(release)) {
            facts.load(in);
        }
        final String version = unquoted(facts, "JAVA_VERSION");
        return new Jdk(
                folder.toRealPath(),
                Runtime.Version.parse(version).feature(),
                (version + " " + unquoted(facts, "IMPLEMENTOR")).strip());
    }

    /** Those of the usual places, the oldest first, one of each feature version: {@code REMIT_TEST_JDKS}, {@code JAVA_HOME}, the system's folders. */
    static List<Jdk> find() throws IOException {
        final Map<Integer, Jdk> found = new LinkedHashMap<>();
        for (Path folder : candidates()) {
            if (Files.isExecutable(folder.resolve("bin").resolve("javac"))
                    && Files.isReadable(folder.resolve("release"))) {
                final Jdk jdk = in(folder);
                if (jdk.feature() >= OLDEST) {
                    found.putIfAbsent(jdk.feature(), jdk);
                }
            }
        }
        return found.values().stream()
                .sorted(Comparator.comparingInt(Jdk::feature))
                .toList();
    }

    private static List<Path> candidates() throws IOException {
        final List<Path> folders = new ArrayList<>();
        for (String variable : List.of("REMIT_TEST_JDKS", "JAVA_HOME")) {
            for (String folder : System.getenv().getOrDefault(variable, "").split(File.pathSeparator, -1)) {
                if (!folder.isEmpty()) {
                    folders.add(Path.of(folder));
                }
            }
        }
        folders.add(Path.of(System.getProperty("java.home")));
        addAll(folders, Path.of("/usr/lib/jvm"), "");
        addAll(folders, Path.of("/opt/java"), "");
        addAll(folders, Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java"), "");
        addAll(folders, Path.of("/Library/Java/JavaVirtualMachines"), "Contents/Home");
        return folders;
    }

    private static void addAll(List<Path> folders, Path parent, String below) throws IOException {
        if (Files.isDirectory(parent)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
                children.forEach(child -> folders.add(child.resolve(below)));
            }
        }
    }

    private static String unquoted(Properties facts, String key) {
        return facts.getProperty(key, "").replace("\"", "");
    }
}
