package dev.remit.engine.audit.read;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of calls that were decided and have not ended, so that an outcome, which names its call alone, can be understood. Keeps the
 * latest {@value #MOST}: of a call during which more than that began, the outcome finds nothing. One thread at a time.
 *
 * @param <T> what is kept of a decision
 */
public final class OpenCalls<T> {
    public static final int MOST = 16_384;

    private final Map<Call, T> open = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Call, T> eldest) {
            return size() > MOST;
        }
    };

    /** Keeps something of a decision until the call's outcome comes. */
    public void put(JournalRecord decision, T known) {
        open.put(Call.of(decision), known);
    }

    /** Takes what was kept for the outcome's decision; null if that is not known. */
    public @Nullable T take(JournalRecord outcome) {
        return open.remove(Call.of(outcome));
    }

    private record Call(long run, long call) {
        static Call of(JournalRecord record) {
            return new Call(record.run(), record.call());
        }
    }
}
