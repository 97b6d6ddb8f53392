package dev.remit.engine.policy.explain;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.Explanation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What policies say to a request, and why. Immutable. It holds what the request holds: arguments, too.
 *
 * @param principal who asks
 * @param action what is to be done
 * @param resource what it is to be done to
 * @param problem why the request is refused before any policy is asked; null where policies were asked
 * @param explanation what they say; null where there is a problem
 * @param notes what of the request is not as it was, and where the answer differs from the recorded one; a sentence each
 */
public record ExplainedCall(
        EntityUid principal,
        EntityUid action,
        EntityUid resource,
        @Nullable String problem,
        @Nullable Explanation explanation,
        List<String> notes) {

    public ExplainedCall {
        notes = List.copyOf(notes);
    }

    /** The verdict. */
    public boolean allowed() {
        return explanation != null && explanation.allowed();
    }
}
