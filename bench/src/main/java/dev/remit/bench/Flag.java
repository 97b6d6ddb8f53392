package dev.remit.bench;

/** What the guarded half of a pair adds to its command line. Paths are taken from the root of the project. */
final class Flag {
    static final String GUARDED = "-javaagent:javaagent/target/remit.jar=bench/src/main/remit/remit.properties";

    private Flag() {}
}
