package dev.remit.javaagent.cli;

/** A number with what is counted. */
final class Counted {

    private Counted() {}

    static String of(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
