package dev.remit.bench.journal;

import dev.remit.engine.Category;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Verdict;

/** A decision as most are: fifteen fields, one policy, three arguments. */
final class TypicalDecision {
    private static final String[] POLICIES = {"refunds"};
    private static final byte[] HASH = new byte[32];

    private TypicalDecision() {}

    /** Fills an entry, as the enforcement point does for each call. */
    static void fill(DecisionEntry entry, Recorder recorder) {
        entry.callId = recorder.nextCallId();
        entry.parentCallId = 17;
        entry.timeNs = recorder.clock().nowNs();
        entry.verdict = Verdict.ALLOW;
        entry.mode = Mode.ENFORCE;
        entry.category = Category.TOOL;
        entry.principal = "Remit::Agent::\"spiffe://acme.com/support/bookings\"";
        entry.action = "Remit::Action::\"refund\"";
        entry.resource = "Remit::Toolset::\"com.acme.Bookings\"";
        entry.policies = POLICIES;
        entry.policyCount = 1;
        entry.policyHash = HASH;
        entry.session = "customer-4711";
        entry.thread = "http-nio-8080-exec-3";
        entry.arguments = "{\"booking\": \"B-4711\", \"amount\": 40, \"currency\": \"EUR\"}";
    }
}
