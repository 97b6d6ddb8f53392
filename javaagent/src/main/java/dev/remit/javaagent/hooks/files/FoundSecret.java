package dev.remit.javaagent.hooks.files;

import java.util.List;

/**
 * What is behind a path: a secret file, or the variables in a process's environment. Immutable.
 *
 * @param store {@code file} or {@code env}
 * @param names the file, as an absolute path, or the variables that are secrets
 * @param values for {@code env} the variables' values, in the same order
 */
record FoundSecret(String store, List<String> names, List<String> values) {
    /** A file that the configuration names. */
    static FoundSecret file(String name) {
        return new FoundSecret("file", List.of(name), List.of());
    }
}
