package dev.remit.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of a measurement's own. */
public final class Scratch {
    /** The system property that names the folder they are made in. */
    static final String PROPERTY = "remit.bench.work";

    private Scratch() {}

    /** Makes one. */
    public static Path folder(String name) throws IOException {
        return Files.createTempDirectory(
                Path.of(System.getProperty(PROPERTY, System.getProperty("java.io.tmpdir"))), name);
    }

    /** Makes one that is removed when the JVM ends, however it is ended, but for a kill. */
    static Path untilTheEnd(String name) throws IOException {
        final Path folder = Files.createTempDirectory(name);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                remove(folder);
            } catch (IOException e) {
                System.err.println("bench/run: " + folder + " is left: " + e);
            }
        }));
        return folder;
    }

    /** Removes one with all that is in it; if it is not there, that is no fault. */
    public static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
