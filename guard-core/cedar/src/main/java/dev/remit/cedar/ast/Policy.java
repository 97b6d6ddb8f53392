package dev.remit.cedar.ast;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One policy. Immutable.
 *
 * @param id from {@code @id}, else the file's name, {@code #} and the number of the policy in its file, from 0
 * @param annotations all of them in their order, {@code @id} too; one without a value has the empty text
 * @param effect permit or forbid
 * @param principal what is asked of the principal
 * @param action what is asked of the action
 * @param resource what is asked of the resource
 * @param conditions all of them, in their order
 * @param span where it stands
 */
public record Policy(
        String id,
        Map<String, String> annotations,
        Effect effect,
        Scope principal,
        Scope action,
        Scope resource,
        List<Condition> conditions,
        Span span) {

    public Policy {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        conditions = List.copyOf(conditions);
    }
}
