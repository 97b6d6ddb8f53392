package dev.remit.bench.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of a benchmark's own. */
final class Scratch {
    private Scratch() {}

    static Path folder(String name) throws IOException {
        return Files.createTempDirectory(Path.of(System.getProperty("remit.bench.dir", "/tmp")), name);
    }

    static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
