package dev.remit.cedar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of cedar-policy/cedar-integration-tests, by their names there. */
public final class Corpus {
    static final int GENERATED_CASES = 3957;

    private static final Path ROOT = Path.of("src/test/resources/cedar-integration-tests");

    private Corpus() {}

    /** Those of the generated cases. */
    public static Map<String, String> generated() throws IOException {
        try (InputStream packed = Files.newInputStream(ROOT.resolve("corpus-tests.tar.gz"))) {
            return TarGz.read(packed);
        }
    }

    /** Those of the cases that people wrote, and the sample data that they use. */
    public static Map<String, String> handWritten() throws IOException {
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

    /** The names of the case files among them. */
    public static List<String> cases(Map<String, String> files) {
        List<String> cases = new ArrayList<>();
        for (String name : files.keySet()) {
            if (name.matches("corpus-tests/[0-9a-f]+\\.json|tests/.*\\.json")) {
                cases.add(name);
            }
        }
        return cases;
    }
}
