package dev.remit.javaagent.premain;

import dev.remit.javaagent.enforce.Problems;

/** Tells the operator, on stderr, what changes while the application runs. Stateless. */
final class Operator {
    private Operator() {}

    static void tell(String what, Problems problems) {
        try {
            System.err.println("Remit: " + what);
        } catch (RuntimeException e) {
            // The application's own stream, perhaps. What was to be said stands in the journal.
            problems.fault(e);
        }
    }
}
