package dev.remit.engine.audit.journal;

import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.Tag;
import dev.remit.engine.audit.record.TextLimits;
import org.jspecify.annotations.Nullable;

/** Records of what the draining thread itself finds wrong. Stateless. */
final class Anomaly {
    private Anomaly() {}

    /**
     * Encodes one; returns its length.
     *
     * @param name a fixed name of its kind
     */
    static int encode(RecordEncoder encoder, long runId, long timeNs, String name, @Nullable String text) {
        encoder.begin(RecordKind.ANOMALY, runId, 0, 0, timeNs);
        encoder.text(Tag.NAME, name, TextLimits.LIFECYCLE, null);
        encoder.text(Tag.REASON, text, TextLimits.REASON, null);
        return encoder.finish();
    }
}
