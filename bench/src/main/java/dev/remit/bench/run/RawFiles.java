package dev.remit.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the harness itself wrote down: without the paths of the machine, which say nothing to whoever reads them elsewhere. Stateless. */
final class RawFiles {
    private RawFiles() {}

    /**
     * Puts names in the place of paths, in files that are text.
     *
     * @param names by path; one that begins like another comes before it
     */
    static void name(Path raw, Map<Path, String> names) throws IOException {
        final List<Path> texts;
        try (Stream<Path> files = Files.list(raw)) {
            texts = files.filter(file ->
                            file.toString().endsWith(".json") || file.toString().endsWith(".log"))
                    .toList();
        }
        for (Path file : texts) {
            final String before = Files.readString(file);
            String text = before;
            for (Map.Entry<Path, String> each : names.entrySet()) {
                text = text.replace(each.getKey().toString(), each.getValue());
            }
            if (!text.equals(before)) {
                Files.writeString(file, text);
            }
        }
    }
}
