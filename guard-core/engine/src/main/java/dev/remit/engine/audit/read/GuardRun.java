package dev.remit.engine.audit.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a journal says of one start of a guarded JVM, up to the last record read. Times are nanoseconds since the epoch, 0 for
 * what the journal does not say. Filled with one record after the other, then only read.
 */
public final class GuardRun {
    private final String journal;
    private final long run;
    private boolean running;
    private @Nullable JournalRecord started;
    private @Nullable JournalRecord policy;
    private @Nullable JournalRecord rejected;
    private @Nullable JournalRecord identified;
    private boolean lastRejected;
    private long stoppedNs;
    private long lastNs;
    private long decisions;
    private long denied;

    /** Of which nothing is known yet. */
    public GuardRun(String journal, long run) {
        this.journal = journal;
        this.run = run;
    }

    /** Takes the next record of the run. */
    public void add(JournalRecord record) {
        String kind = record.kind();
        if (!kind.equals("recovered")) {
            // That one is of a later start, about this.
            lastNs = Math.max(lastNs, record.timeNs());
        }
        switch (kind) {
            case "guard_started" -> {
                started = record;
                policy = record;
            }
            case "guard_stopped" -> stoppedNs = record.timeNs();
            case "policy_loaded" -> {
                policy = record;
                lastRejected = false;
            }
            case "policy_rejected" -> {
                rejected = record;
                lastRejected = true;
            }
            case "identity" -> identified = record;
            case "decision" -> {
                decisions++;
                if (!record.isPermission()) {
                    denied++;
                }
            }
            default -> {}
        }
    }

    void running() {
        running = true;
    }

    /** Empty, or the name of the folder below the configured one that a further JVM wrote to. */
    public String journal() {
        return journal;
    }

    /** As {@link JournalRecord#run}. */
    public long run() {
        return run;
    }

    /** Whether the JVM runs now. */
    public boolean isRunning() {
        return running && stoppedNs == 0;
    }

    /** {@code running}; {@code stopped} in good order; {@code ended} without a word, as by a kill. */
    public String state() {
        return isRunning() ? "running" : stoppedNs != 0 ? "stopped" : "ended";
    }

    public long startedNs() {
        return started == null ? 0 : started.timeNs();
    }

    public long stoppedNs() {
        return stoppedNs;
    }

    /** When the last record was made. */
    public long lastNs() {
        return lastNs;
    }

    public @Nullable String mode() {
        return started == null ? null : started.mode();
    }

    /** The workload's SPIFFE ID. */
    public @Nullable String identity() {
        return started == null ? null : started.principal();
    }

    /** The last word on how far the workload's identity is proven; null where there was none. */
    public @Nullable JournalRecord identified() {
        return identified;
    }

    /** Version of Remit. */
    public @Nullable String version() {
        return started == null ? null : started.version();
    }

    /** The armed hooks. */
    public List<String> hooks() {
        return started == null ? List.of() : started.hooks();
    }

    /** Hash of the policies in force; null if there are none. */
    public @Nullable String policyHash() {
        return policy == null ? null : policy.policyHash();
    }

    /** Since when they are in force. */
    public long policySinceNs() {
        return policyHash() == null || policy == null ? 0 : policy.timeNs();
    }

    /** The last version of the policies that was offered and not taken; null if there was none. */
    public @Nullable JournalRecord rejected() {
        return rejected;
    }

    /** Whether the policy files hold a version that was not taken. */
    public boolean isPolicyRejected() {
        return lastRejected;
    }

    public long decisions() {
        return decisions;
    }

    /** How many decisions were no permission; in mode {@code observe}, would not have been. */
    public long denied() {
        return denied;
    }
}
