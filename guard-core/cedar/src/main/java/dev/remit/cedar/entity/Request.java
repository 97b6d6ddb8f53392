package dev.remit.cedar.entity;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.eval.Value;
import org.jspecify.annotations.Nullable;

/**
 * One request, as a JSON text gives it. Immutable.
 *
 * @param principal who asks
 * @param action what is to be done
 * @param resource what it is to be done to
 * @param context a record; without any attribute where the text has none
 * @param entities the entities that came with it; null where it brought none
 */
public record Request(
        EntityUid principal,
        EntityUid action,
        EntityUid resource,
        Value context,
        @Nullable EntityStore entities) {}
