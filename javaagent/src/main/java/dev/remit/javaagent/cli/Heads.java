package dev.remit.javaagent.cli;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Scope;
import java.util.ArrayList;
import java.util.List;

/** Heads of policies in a few words. */
final class Heads {

    private Heads() {}

    /** Adds what a head asks of one party, as policies write it; nothing where it asks nothing. */
    static void describe(String variable, Scope scope, List<String> asked) {
        String text = text(variable, scope);
        if (!text.isEmpty()) {
            asked.add(text);
        }
    }

    private static String text(String variable, Scope scope) {
        if (scope instanceof Scope.Equal equal) {
            return variable + " == " + equal.uid();
        }
        if (scope instanceof Scope.In in) {
            return variable + " in " + in.uid();
        }
        if (scope instanceof Scope.InAny in) {
            List<String> uids = new ArrayList<>();
            for (EntityUid uid : in.uids()) {
                uids.add(uid.toString());
            }
            return variable + " in [" + String.join(", ", uids) + ']';
        }
        if (scope instanceof Scope.Is is) {
            return variable + " is " + is.type();
        }
        if (scope instanceof Scope.IsIn is) {
            return variable + " is " + is.type() + " in " + is.uid();
        }
        if (scope instanceof Scope.EqualSlot) {
            return variable + " == ?" + variable;
        }
        if (scope instanceof Scope.InSlot) {
            return variable + " in ?" + variable;
        }
        return scope instanceof Scope.IsInSlot is ? variable + " is " + is.type() + " in ?" + variable : "";
    }
}
