package dev.remit.cedar.ast;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One policy, or a template: one whose head has a slot, which decides nothing until it is linked. Immutable.
 *
 * @param id from {@code @id}, else the file's name, {@code #} and the number of the policy in its file, from 0; in a policy set in JSON the key it
 *     stands under, of a linked one the link's
 * @param annotations all of them in their order, {@code @id} too; one without a value has the empty text
 * @param effect permit or forbid
 * @param principal what is asked of the principal
 * @param action what is asked of the action
 * @param resource what is asked of the resource
 * @param conditions all of them, in their order
 * @param span where it stands; of a linked one, where its template does
 * @param template the id of the template it was linked from; null where it was written as it is
 */
public record Policy(
        String id,
        Map<String, String> annotations,
        Effect effect,
        Scope principal,
        Scope action,
        Scope resource,
        List<Condition> conditions,
        Span span,
        @Nullable String template) {

    public Policy {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        conditions = List.copyOf(conditions);
    }

    /** Whether it has a slot to be filled in. */
    public boolean isTemplate() {
        return principal.hasSlot() || resource.hasSlot();
    }

    /**
     * The policy that this template is with its slots filled in.
     *
     * @param link what fills them: exactly the slots there are
     */
    public Policy linked(TemplateLink link) {
        if (principal.hasSlot() != (link.principal() != null) || resource.hasSlot() != (link.resource() != null)) {
            throw new IllegalArgumentException("other slots than the template's: link=" + link.id());
        }
        return new Policy(
                link.id(),
                annotations,
                effect,
                link.principal() == null ? principal : principal.with(link.principal()),
                action,
                link.resource() == null ? resource : resource.with(link.resource()),
                conditions,
                span,
                id);
    }
}
