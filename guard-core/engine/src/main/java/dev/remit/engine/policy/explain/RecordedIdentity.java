package dev.remit.engine.policy.explain;

import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.AgentIdentity;
import dev.remit.engine.identity.Identities;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** As whom a recorded call was made: what the records of its run say up to it. Immutable. */
final class RecordedIdentity {
    private final GuardRun run;
    private final GuardedCall call;
    private final SpiffeId workload;
    private final @Nullable String agent;

    /** By SPIFFE ID until when it is proven, ISO 8601. */
    private final Map<String, String> proven;

    /** @param agent what the framework calls the AI agent; null where no record says */
    RecordedIdentity(GuardRun run, GuardedCall call, @Nullable String agent) {
        this.run = run;
        this.call = call;
        this.agent = agent;
        JournalRecord identified = run.identified();
        String known = identified == null ? run.identity() : identified.principal();
        this.workload = known == null || !call.isAgents() ? call.identity() : parse(known, call.identity());
        this.proven = identified == null ? Map.of() : RecordedDetail.texts(identified);
    }

    private static SpiffeId parse(String text, SpiffeId otherwise) {
        try {
            return SpiffeId.parse(text);
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }

    /** The workload, and the AI agent that makes the call. */
    Identities identities() {
        return new Identities(identity(workload, null), List.of(identity(call.identity(), agent)), false);
    }

    private AgentIdentity identity(SpiffeId id, @Nullable String name) {
        String until = proven.get(id.toString());
        return new AgentIdentity(id, until != null, until == null ? 0 : parse(until), name);
    }

    private static long parse(String until) {
        try {
            return Instant.parse(until).toEpochMilli();
        } catch (DateTimeException e) {
            return 0;
        }
    }

    /**
     * What of it policies read and no record holds.
     *
     * @param read the principal's attributes that they read
     */
    List<String> notes(Set<String> read) {
        List<String> notes = new ArrayList<>();
        JournalRecord identified = run.identified();
        if (read.contains("attested") || read.contains("expires")) {
            if (identified == null && run.startedNs() == 0) {
                notes.add("the journal does not hold how the run began; the principal is taken for not attested");
            } else if (identified != null
                    && identified.argumentsCut()
                    && !proven.containsKey(call.identity().toString())) {
                notes.add("the record of who is proven is cut before " + call.identity()
                        + "; it is taken for not attested");
            }
        }
        return notes;
    }
}
