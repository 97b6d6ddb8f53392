package dev.remit.cedar.ast;

import org.jspecify.annotations.Nullable;

/**
 * What makes a policy of a template. Immutable.
 *
 * @param template the template's id
 * @param id the id of the policy it makes
 * @param principal what {@code ?principal} stands for; null where the template has no such slot
 * @param resource what {@code ?resource} stands for; null where the template has no such slot
 */
public record TemplateLink(
        String template,
        String id,
        @Nullable EntityUid principal,
        @Nullable EntityUid resource) {}
