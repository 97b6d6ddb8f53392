package dev.remit.engine.policy.suggest;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.parse.EntityUidParser;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads entities as records name them, {@code Type::"id"}, each spelling once. Not thread-safe. */
final class EntityTexts {
    private final Map<String, Optional<EntityUid>> known = new HashMap<>();

    /** The entity, or null if the text names none: a record keeps only so many bytes of a name. */
    @Nullable
    EntityUid read(@Nullable String text) {
        return text == null
                ? null
                : known.computeIfAbsent(text, name -> Optional.ofNullable(EntityUidParser.parse(name)))
                        .orElse(null);
    }
}
