package dev.remit.engine.audit.verify;

import dev.remit.engine.audit.proof.Checkpoint;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The checkpoints that an anchor keeps, and of them those that were not found yet in any journal. One thread at a time. */
public final class Anchored {
    private final Map<String, Checkpoint> missing = new LinkedHashMap<>();

    /** All of them are missing. */
    public Anchored(List<Checkpoint.Signed> kept) {
        for (Checkpoint.Signed checkpoint : kept) {
            missing.put(HexFormat.of().formatHex(checkpoint.signature()), checkpoint.checkpoint());
        }
    }

    void found(Checkpoint.Signed checkpoint) {
        if (!missing.isEmpty()) {
            missing.remove(HexFormat.of().formatHex(checkpoint.signature()));
        }
    }

    /** The first that no journal has; null if there is none. */
    public @Nullable Checkpoint firstMissing() {
        return missing.isEmpty() ? null : missing.values().iterator().next();
    }
}
