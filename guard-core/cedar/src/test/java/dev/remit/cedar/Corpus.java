package dev.remit.cedar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of cedar-policy/cedar-integration-tests that are kept as test resources. */
final class Corpus {
    private static final Path ROOT = Path.of("src/test/resources/cedar-integration-tests");

    private Corpus() {}

    /** Generated cases, by path. */
    static Map<String, String> generated() throws IOException {
        try (InputStream packed = Files.newInputStream(ROOT.resolve("corpus-tests.tar.gz"))) {
            return TarGz.read(packed);
        }
    }

    /** Cases written by hand, by path. */
    static Map<String, String> handWritten() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(ROOT)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                if (!path.toString().endsWith(".gz")) {
                    files.put(ROOT.relativize(path).toString().replace('\\', '/'), Files.readString(path));
                }
            }
        }
        return files;
    }

    /** The texts of all policies. */
    static Map<String, String> policies() throws IOException {
        Map<String, String> files = new TreeMap<>(generated());
        files.putAll(handWritten());
        files.keySet().removeIf(name -> !name.endsWith(".cedar"));
        return files;
    }
}
