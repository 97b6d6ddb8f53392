package dev.remit.engine.policy;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.ResolvedEntity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A principal, action or resource as one policy snapshot knows it, with the texts that records and refusals need. Immutable,
 * made once and cached, so that a decision builds no string.
 *
 * @param uid its name
 * @param text {@code Type::"id"}, as Cedar writes it
 * @param name for a host its canonical spelling without the port, else the id
 * @param resolved what the policies know of it, null while there is no policy
 * @param labels what a session has touched once it has done something to this: its attribute {@code labels} in the entities file
 */
public record GuardedEntity(
        EntityUid uid, String text, String name, @Nullable ResolvedEntity resolved, List<String> labels) {
    GuardedEntity(EntityUid uid, String text, String name, @Nullable ResolvedEntity resolved) {
        this(uid, text, name, resolved, resolved == null ? List.of() : resolved.strings(PolicyLabels.ATTRIBUTE));
    }
}
