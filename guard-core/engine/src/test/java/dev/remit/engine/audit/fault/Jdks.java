package dev.remit.engine.audit.fault;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The JDKs on this machine, found where {@code .ci/run} looks. */
final class Jdks {
    private Jdks() {}

    /** The one that runs the tests. */
    static Path own() {
        return Path.of(System.getProperty("java.home"));
    }

    /** That one, and the latest other. */
    static List<Path> ownAndLatest() throws IOException {
        TreeMap<Integer, Path> found = new TreeMap<>();
        List<Path> candidates = new ArrayList<>();
        for (String folder : System.getenv().getOrDefault("REMIT_TEST_JDKS", "").split(File.pathSeparator)) {
            candidates.add(Path.of(folder));
        }
        for (String parent : List.of("/usr/lib/jvm", "/opt/java")) {
            if (Files.isDirectory(Path.of(parent))) {
                try (Stream<Path> folders = Files.list(Path.of(parent))) {
                    folders.sorted().forEach(candidates::add);
                }
            }
        }
        for (Path candidate : candidates) {
            if (Files.isExecutable(candidate.resolve("bin/javac")) && feature(candidate) >= 17) {
                found.put(feature(candidate), candidate);
            }
        }
        found.remove(feature(own()));
        return found.isEmpty()
                ? List.of(own())
                : List.of(own(), found.lastEntry().getValue());
    }

    /** 17 of a JDK 17. */
    static int feature(Path jdk) {
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(jdk.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Integer.parseInt(version.split("[.+-]", 2)[0]);
    }
}
