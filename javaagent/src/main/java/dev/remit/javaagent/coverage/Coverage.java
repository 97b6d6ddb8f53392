package dev.remit.javaagent.coverage;

/**
 * How far a library of an application is guarded. Immutable.
 *
 * @param library the library's name
 * @param jar the jar that holds it, or the folder
 * @param status how far
 * @param advice what the operator is to do; empty where there is nothing
 */
public record Coverage(String library, String jar, Status status, String advice) {
    /** How far. */
    public enum Status {
        /** Each of its classes that a hook guards has a method that the hook knows. */
        COVERED,
        /** Some of these classes have none. */
        PARTLY,
        /** No hook guards it: it is seen at its sockets alone. */
        NOT
    }
}
