package dev.remit.javaagent.cli;

import dev.remit.cedar.cases.CaseFile;
import dev.remit.cedar.cases.CaseInputs;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.engine.policy.PolicyFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds case files, and what a case file names: in its own folder, else in the nearest one above that has it. */
final class CaseFiles implements CaseInputs {
    private final Path file;

    private CaseFiles(Path file) {
        this.file = file;
    }

    /** What the case file of that name means by its names. */
    static CaseInputs beside(Path file) {
        return new CaseFiles(file);
    }

    /** Files that are named themselves, and of folders every JSON file that has requests, by name. */
    static List<Path> find(List<Path> paths) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                found.add(path);
                continue;
            }
            int before = found.size();
            try (Stream<Path> below = Files.walk(path)) {
                for (Path each :
                        (Iterable<Path>) below.filter(CaseFiles::isJson).sorted()::iterator) {
                    if (CaseFile.isCaseFile(PolicyFiles.read(each.toFile()))) {
                        found.add(each);
                    }
                }
            }
            if (found.size() == before) {
                throw new IOException(
                        path + " holds no case file: no JSON with `policies` and `requests`; give another folder");
            }
        }
        return found;
    }

    private static boolean isJson(Path path) {
        return path.toString().endsWith(".json") && Files.isRegularFile(path);
    }

    @Override
    public List<PolicySource> policies(String name) throws IOException {
        return PolicyFiles.read(List.of(locate(name)));
    }

    @Override
    public String text(String name) throws IOException {
        return PolicyFiles.read(locate(name));
    }

    private File locate(String name) throws IOException {
        for (Path folder = file.toAbsolutePath().normalize().getParent(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve(name);
            if (Files.exists(candidate)) {
                return candidate.toFile();
            }
        }
        throw new IOException(file + " names " + name
                + ", which is neither in its folder nor in one above; correct the name, or put the file there");
    }
}
