package dev.remit.javaagent.hooks;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.TableNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the tables of the libraries' hooks name, written by the build: a start reads it instead of loading forty hooks, of which most
 * applications need few. A line a hook, fields between tabs: the hook's class, then the library's name, versions and jars, then the classes, tops and
 * methods of {@link TableNames}; what is many stands between spaces.
 */
public final class LibraryIndex {
    private static final String FILE = "hooks";
    private static final int FIELDS = 7;

    private LibraryIndex() {}

    /** The hooks of libraries, whose tables are made when they are asked for; where the build has left no index, made now. */
    public static List<Hook> read() throws IOException {
        try (InputStream in = LibraryIndex.class.getClassLoader().getResourceAsStream(FILE)) {
            return in == null ? Hooks.libraries() : parse(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }

    /** The hooks that an index stands for. */
    static List<Hook> parse(String index) {
        final List<Hook> hooks = new ArrayList<>();
        for (int at = 0; at < index.length(); ) {
            final String[] fields = new String[FIELDS];
            for (int i = 0; i < FIELDS; i++) {
                final int end = index.indexOf(i < FIELDS - 1 ? '\t' : '\n', at);
                fields[i] = index.substring(at, end);
                at = end + 1;
            }
            hooks.add(new Indexed(
                    fields[0],
                    new Library(fields[1], split(fields[3]), split(fields[2])),
                    new TableNames(split(fields[4]), split(fields[5]), split(fields[6]))));
        }
        return hooks;
    }

    private static List<String> split(String field) {
        final List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < field.length()) {
            final int space = field.indexOf(' ', at);
            final int end = space < 0 ? field.length() : space;
            parts.add(field.substring(at, end));
            at = end + 1;
        }
        return parts;
    }

    /** The index of these hooks. */
    static String of(List<Hook> hooks) {
        final StringBuilder index = new StringBuilder();
        for (Hook hook : hooks) {
            final TableNames names = hook.names();
            index.append(String.join(
                            "\t",
                            hook.getClass().getName(),
                            hook.library().name(),
                            String.join(" ", hook.library().versions()),
                            String.join(" ", hook.library().jars()),
                            String.join(" ", names.classes()),
                            String.join(" ", names.tops()),
                            String.join(" ", names.below())))
                    .append('\n');
        }
        return index.toString();
    }

    /**
     * Part of the build: writes the index.
     *
     * @param args the file
     */
    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), of(Hooks.libraries()), StandardCharsets.ISO_8859_1);
    }

    /** A hook that is made when its table is asked for, which is once. Immutable. */
    private record Indexed(String className, Library library, TableNames names) implements Hook {
        @Override
        public List<CallSite> callSites() {
            try {
                return Class.forName(className)
                        .asSubclass(Hook.class)
                        .getConstructor()
                        .newInstance()
                        .callSites();
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("remit.jar's index of hooks is not of its classes: fetch it again", e);
            }
        }
    }
}
