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

    /**
     * Whether a file is a jar of this library in a version that the rows were not made for; a jar without a version in its name is not.
     *
     * @param jar the file's name without its folder
     */
    public boolean isUnknownVersion(String jar) {
        for (String name : jars) {
            final int version = name.length() + 1;
            if (jar.length() > version
                    && jar.startsWith(name)
                    && jar.charAt(name.length()) == '-'
                    && Character.isDigit(jar.charAt(version))) {
                for (String known : versions) {
                    if (jar.startsWith(known, version)) {
                        return false;
                    }
                }
                return true;
            }
        }
        return false;
    }

    /** A jar of an unknown version, as people are told of it. */
    public String unknown(String jar) {
        return jar + " (known: " + String.join("x ", versions) + "x)";
    }
}
