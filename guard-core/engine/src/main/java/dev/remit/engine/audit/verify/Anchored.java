package dev.remit.engine.audit.verify;

import dev.remit.engine.audit.proof.Checkpoint;
import dev.remit.engine.audit.proof.PublicKeys;
import dev.remit.engine.audit.proof.Trust;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The checkpoints that an anchor keeps, and of them those that were not found yet in any journal. One thread at a time. */
public final class Anchored {
    private final Map<String, Checkpoint.Signed> missing = new LinkedHashMap<>();

    /** All of them are missing. */
    public Anchored(List<Checkpoint.Signed> kept) {
        for (Checkpoint.Signed checkpoint : kept) {
            missing.put(HexFormat.of().formatHex(checkpoint.signature()), checkpoint);
        }
    }

    void found(Checkpoint.Signed checkpoint) {
        if (!missing.isEmpty()) {
            missing.remove(HexFormat.of().formatHex(checkpoint.signature()));
        }
    }

    /**
     * A journal's first records were removed in good order, and so were the checkpoints that were among them.
     *
     * @param signers those that may have signed them, by {@link Trust#signer} or by their keys: another journal's are not meant
     */
    void removed(long upTo, Set<String> signers) {
        missing.values()
                .removeIf(kept -> kept.checkpoint().sequence() < upTo
                        && (signers.contains(Trust.signer(kept))
                                || signers.contains(PublicKeys.fingerprint(kept.key()))));
    }

    /** The first that no journal has; null if there is none. */
    public @Nullable Checkpoint firstMissing() {
        return missing.isEmpty() ? null : missing.values().iterator().next().checkpoint();
    }
}
