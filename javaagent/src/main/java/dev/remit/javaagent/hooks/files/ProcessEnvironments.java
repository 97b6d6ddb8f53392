package dev.remit.javaagent.hooks.files;

import dev.remit.engine.config.NamePatterns;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files in which Linux shows the environments of processes, this one's and others'. Who reads one gets every variable in it,
 * so that each that is a secret is decided, under the name that {@code System.getenv} has for it. Immutable; thread-safe.
 */
final class ProcessEnvironments {
    private static final String OWN = "/proc/self/environ";

    private final NamePatterns variables;

    ProcessEnvironments(NamePatterns variables) {
        this.variables = variables;
    }

    /** Whether none shows a secret: none is named, or the system has no such files. */
    boolean isEmpty() {
        return variables.isEmpty() || !new File(OWN).exists();
    }

    /** The secrets in the environment that a file shows; null where it shows none. */
    @Nullable
    FoundSecret find(Path real) {
        final String path = real.toString();
        if (variables.isEmpty() || !path.startsWith("/proc/") || !path.endsWith("/environ")) {
            return null;
        }
        final List<String> names = new ArrayList<>();
        final List<String> values = new ArrayList<>();
        try {
            for (String entry : new String(Files.readAllBytes(real), StandardCharsets.UTF_8).split("\0", -1)) {
                final int equals = entry.indexOf('=', 1);
                if (equals > 0 && variables.matches(entry.substring(0, equals))) {
                    names.add(entry.substring(0, equals));
                    values.add(entry.substring(equals + 1));
                }
            }
        } catch (IOException e) {
            // Another user's process: nobody here can read it.
            return null;
        }
        return names.isEmpty() ? null : new FoundSecret("env", names, values);
    }
}
