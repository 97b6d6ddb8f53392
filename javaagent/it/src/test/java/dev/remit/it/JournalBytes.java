package dev.remit.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies in the journal's folder, byte for byte: the ring as well as the journal. */
public final class JournalBytes {
    private JournalBytes() {}

    /** The files that hold {@code text}. */
    public static List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("remit.audit.dir")))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, text))
                    .toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
