package dev.remit.javaagent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds and reads policy files. */
final class PolicyFiles {
    private static final String SUFFIX = ".cedar";

    private PolicyFiles() {}

    /** The files themselves, and those ending in {@code .cedar} in the folders, in the order of their names; at least one a folder. */
    static List<Path> of(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                List<Path> below = below(path);
                if (below.isEmpty()) {
                    throw new IOException(
                            path + " holds no file that ends in .cedar; give another folder, or the file itself");
                }
                files.addAll(below);
            } else {
                files.add(path);
            }
        }
        return files;
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(path -> path.toString().endsWith(SUFFIX) && Files.isRegularFile(path))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            throw unreadable(folder, cause == null ? new IOException(e) : cause);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    static String read(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not a text in UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static IOException unreadable(Path wanted, IOException e) {
        String named = e instanceof FileSystemException about ? about.getFile() : null;
        Path path = named == null ? wanted : Path.of(named);
        if (!Files.exists(path)) {
            return new IOException(path + " is not there; check the path", e);
        }
        boolean denied = e instanceof AccessDeniedException;
        return new IOException(
                path + " can't be read"
                        + (denied ? ": no permission; read as a user who may" : " (" + e.getMessage() + ")"),
                e);
    }
}
