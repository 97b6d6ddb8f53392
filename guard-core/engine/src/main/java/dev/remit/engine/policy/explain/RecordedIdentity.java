package dev.remit.engine.policy.explain;

import dev.remit.cedar.ast.Var;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.AgentIdentity;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.identity.IdentityState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** As whom a recorded call was made: what the records of its run say up to it. Immutable. */
final class RecordedIdentity {
    /** As in the guard's own words for the state. */
    private static final Pattern UNTIL = Pattern.compile(" until (\\d\\S*Z)");

    private final GuardRun run;
    private final GuardedCall call;
    private final SpiffeId workload;

    RecordedIdentity(GuardRun run, GuardedCall call) {
        this.run = run;
        this.call = call;
        JournalRecord identified = run.identified();
        String known = identified == null ? run.identity() : identified.principal();
        this.workload = known == null || !call.isAgents() ? call.identity() : parse(known, call.identity());
    }

    private static SpiffeId parse(String text, SpiffeId otherwise) {
        try {
            return SpiffeId.parse(text);
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }

    /** Whether an SVID of its own, or a rule of the configuration, names the AI agent. */
    private boolean isNamed() {
        return !workload.equals(call.identity());
    }

    /** The workload, and the AI agent that makes the call, whatever the framework calls it. */
    Identities identities() {
        JournalRecord identified = run.identified();
        String status =
                identified != null && isAttested(identified.name()) ? String.valueOf(identified.reason()) : null;
        return new Identities(
                new AgentIdentity(workload, status != null, status == null ? 0 : expiresMs(status), null),
                isNamed() ? List.of(new AgentIdentity(call.identity(), false, 0, null)) : List.of(),
                false);
    }

    private static boolean isAttested(@Nullable String state) {
        for (IdentityState each : IdentityState.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(state)) {
                return each.isAttested();
            }
        }
        return false;
    }

    private static long expiresMs(String status) {
        Matcher until = UNTIL.matcher(status);
        try {
            return until.find() ? Instant.parse(until.group(1)).toEpochMilli() : 0;
        } catch (DateTimeException e) {
            return 0;
        }
    }

    /** What of it policies read and no record holds. */
    List<String> notes(CompiledPolicies policies) {
        List<String> notes = new ArrayList<>();
        Set<String> read = policies.attributesRead(Var.PRINCIPAL);
        if (read.contains("attested")) {
            if (isNamed()) {
                notes.add("no record holds whether " + call.identity() + " is attested; it is taken for not");
            } else if (run.identified() == null && run.startedNs() == 0) {
                notes.add("the journal does not hold how the run began; the principal is taken for not attested");
            }
        }
        if (read.contains("expires") && (isNamed() || run.identified() != null)) {
            notes.add("no record holds each renewal of an SVID; principal.expires may have been later");
        }
        if (read.contains("agent") && call.isAgents()) {
            notes.add("policies read principal.agent, which no record holds");
        }
        return notes;
    }
}
