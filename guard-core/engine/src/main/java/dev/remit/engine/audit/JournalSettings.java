package dev.remit.engine.audit;

import dev.remit.engine.audit.proof.Anchor;
import dev.remit.engine.audit.redact.RedactionPatterns;
import org.jspecify.annotations.Nullable;

/**
 * How the journal is written and kept. Immutable.
 *
 * @param anchor what keeps the checkpoints outside the folder, too; null for none
 * @param keepDays after how many days a file of the journal is removed; 0 for never
 * @param keepBytes how large the journal's files may be in all, in bytes, before the oldest are removed; 0 for any size
 * @param results whether the text of what calls gave back is kept, or its digest alone
 * @param redaction what else than secrets is kept out of it
 */
public record JournalSettings(
        @Nullable Anchor anchor, int keepDays, long keepBytes, boolean results, RedactionPatterns redaction) {
    /** Without an anchor, patterns or results' texts, and nothing is ever removed. */
    public static final JournalSettings DEFAULT = new JournalSettings(null, 0, 0, false, RedactionPatterns.NONE);

    public JournalSettings {
        if (keepDays < 0) {
            throw new IllegalArgumentException("audit.keep-days=" + keepDays + " is negative");
        }
        if (keepBytes < 0) {
            throw new IllegalArgumentException("audit.keep-bytes=" + keepBytes + " is negative");
        }
    }

    /** The same with that anchor. */
    public JournalSettings anchored(@Nullable Anchor by) {
        return new JournalSettings(by, keepDays, keepBytes, results, redaction);
    }

    /** The same with those limits. */
    public JournalSettings keeping(int days, long bytes) {
        return new JournalSettings(anchor, days, bytes, results, redaction);
    }

    /** The same with results' texts, or without. */
    public JournalSettings withResults(boolean kept) {
        return new JournalSettings(anchor, keepDays, keepBytes, kept, redaction);
    }

    /** The same with those patterns. */
    public JournalSettings redacting(RedactionPatterns patterns) {
        return new JournalSettings(anchor, keepDays, keepBytes, results, patterns);
    }
}
