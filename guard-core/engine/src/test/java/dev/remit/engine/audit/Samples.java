package dev.remit.engine.audit;

import dev.remit.engine.Category;
import dev.remit.engine.audit.proof.Anchor;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Entries and readings that several tests use. */
public final class Samples {
    /** SHA-256 of the policies of {@link #decision}. */
    public static final String HASH = "0123456789abcdef".repeat(4);

    private Samples() {}

    /** A decision with every field set. */
    public static DecisionEntry decision(long callId) {
        DecisionEntry d = new DecisionEntry();
        d.callId = callId;
        d.parentCallId = callId - 1;
        d.timeNs = 1_700_000_000_123_456_789L + callId;
        d.verdict = Verdict.DENY;
        d.mode = Mode.ENFORCE;
        d.category = Category.TOOL;
        d.principal = "Remit::Agent::\"spiffe://acme.com/support\"";
        d.action = "Remit::Action::\"refund\"";
        d.resource = "Remit::Toolset::\"com.acme.Bookings\"";
        d.policies = new String[] {"refunds-need-approval", "no-mail-outside", "beyond the count"};
        d.policyCount = 2;
        d.policyHash = HexFormat.of().parseHex(HASH);
        d.reason = "Refunds over 100 need a person";
        d.session = "session-7";
        d.thread = "http-nio-8080-exec-3";
        d.arguments = "{\"booking\":\"B-17\",\"amount\":19.99,\"note\":\"für Ü\"}";
        return d;
    }

    public static List<JournalRecord> read(Path folder) throws AuditException {
        List<JournalRecord> records = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(folder)) {
            for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
                records.add(record);
            }
        }
        return records;
    }

    public static List<JournalRecord> read(Path folder, String kind) throws AuditException {
        return read(folder).stream().filter(r -> r.kind().equals(kind)).toList();
    }

    /** A recorder that goes by another clock. */
    public static Recorder open(AuditSettings settings, Clock clock) throws AuditException {
        Recorder recorder = Recorder.prepare(settings, new JournalThreads(), new EpochClock(clock));
        recorder.start();
        return recorder;
    }

    /** The smallest ring, so that it can be filled. */
    public static AuditSettings small(Path folder) {
        return new AuditSettings(folder.toFile(), 1 << 20, 4096, 0, 10_000);
    }

    /** The same with an anchor. */
    public static AuditSettings anchored(Path folder, Anchor anchor) {
        return new AuditSettings(folder.toFile(), 1 << 20, 4096, 0, 10_000, JournalSettings.DEFAULT.anchored(anchor));
    }
}
