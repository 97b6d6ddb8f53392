package dev.remit.javaagent.weave;

import java.util.List;

/** A guarded library: what it is, and its table of call sites. Immutable. */
public interface Hook {
    /** The library's name, as the start report prints it. */
    String library();

    /** The rows, in a fixed order. */
    List<CallSite> callSites();

    /**
     * The jars that hold the library, as file name prefixes without version, such as {@code okhttp}; empty for the JDK. With
     * {@link #versions} they tell the start report what it sees on the class path.
     */
    default List<String> jars() {
        return List.of();
    }

    /** The first version part (major) that the rows were made for, as a pattern on the version such as {@code 1.}. */
    default List<String> versions() {
        return List.of();
    }
}
