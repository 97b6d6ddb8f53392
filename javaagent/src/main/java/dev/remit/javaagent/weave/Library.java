package dev.remit.javaagent.weave;

import java.util.List;

/**
 * What a hook guards. Immutable.
 *
 * @param name the library's, as people call it
 * @param jars the jars that hold it, as file names without version, such as {@code okhttp}; empty where none does
 * @param versions what the versions that the rows were made for begin with, such as {@code 1.}
 */
public record Library(String name, List<String> jars, List<String> versions) {
    /** What no jar of a library holds: a part of the JDK, or the application itself. */
    public static Library of(String name) {
        return new Library(name, List.of(), List.of());
    }
}
