package dev.remit.engine.audit.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the check of one journal has found. Immutable.
 *
 * @param journal empty, or the name of the folder below the configured one that a further JVM wrote to
 * @param records how many there are, up to the first fault
 * @param removed how many before them were removed in good order, because they were too old or too many
 * @param unchained how many of them, at the beginning, a version wrote that had no chain
 * @param checkpoints how many signatures were checked
 * @param signed number of the last record that a signature covers; 0 for none
 * @param inRing how many wait in rings and are neither chained nor signed yet
 * @param keys who has signed, in their order: the SPIFFE ID of an SVID, the fingerprint of the folder's key
 * @param unproven how many further checkpoints the folder's key has signed, which trust bundles say nothing of; their signatures are right
 * @param fault the first thing that is wrong; null if nothing is
 */
public record Verification(
        String journal,
        long records,
        long removed,
        long unchained,
        long checkpoints,
        long signed,
        long inRing,
        List<String> keys,
        long unproven,
        @Nullable Fault fault) {

    public Verification {
        keys = List.copyOf(keys);
    }

    /**
     * What is wrong.
     *
     * @param place file and position, as {@code 20261121-09F.cq4:65808}
     * @param sequence the record that should be there, or where it is missing, the next
     * @param problem in words
     */
    public record Fault(String place, long sequence, String problem) {}

    /** Records behind the last signature. */
    public long unsigned() {
        return removed + records - signed;
    }
}
