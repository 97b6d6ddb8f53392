package dev.remit.engine.audit.export;

import dev.remit.engine.Category;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.OutcomeStatus;
import dev.remit.engine.audit.Verdict;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.MadeRecords;
import dev.remit.engine.audit.record.JsonText;
import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordEncoder;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A journal of every kind of record, with decisions of every verdict, mode and category. */
final class OcsfSamples {
    static final String AGENT = "Remit::Agent::\"spiffe://acme.com/support/agent\"";
    static final String WORKLOAD = "spiffe://acme.com/support";
    static final String HASH = "0123456789abcdef".repeat(4);

    private static final int LIMIT = 4096;

    private final List<JournalRecord> records = new ArrayList<>();
    private long calls;

    static List<JournalRecord> all() {
        OcsfSamples samples = new OcsfSamples();
        samples.lifecycle();
        samples.calls();
        samples.events();
        return samples.records;
    }

    private JournalRecord add(RecordKind kind, long call, Consumer<RecordEncoder> said) {
        JournalRecord record = MadeRecords.of(kind, records.size() + 1, call, said);
        records.add(record);
        return record;
    }

    private void lifecycle() {
        // Of a journal whose beginning is not there: nothing tells who the application is.
        add(RecordKind.GUARD_STOPPED, 0, e -> {});
        decision(Verdict.ALLOW, Mode.ENFORCE, Category.TOOL, AGENT, "lookUp", null);
        add(RecordKind.GUARD_STARTED, 0, e -> {
            e.setByte(RecordDescriptor.MODE, Mode.ENFORCE.code());
            text(e, Tag.PRINCIPAL, WORKLOAD);
            text(e, Tag.VERSION, "1.2.3");
            text(e, Tag.CONFIG_HASH, HASH);
            text(e, Tag.POLICY_HASH, HASH);
            text(e, Tag.HOOK, "http.okhttp");
            text(e, Tag.HOOK, "tool.langchain4j");
        });
        add(RecordKind.POLICY_LOADED, 0, e -> {
            e.setInt(RecordDescriptor.POLICY_COUNT, 3);
            e.setLong(RecordDescriptor.SIZE, 1);
            text(e, Tag.SOURCE, "/etc/remit/policy");
            text(e, Tag.POLICY_HASH, HASH);
        });
        add(RecordKind.POLICY_REJECTED, 0, e -> {
            text(e, Tag.SOURCE, "/etc/remit/policy");
            text(e, Tag.REASON, "agent.cedar:1:1: unexpected x");
        });
    }

    private void calls() {
        for (Mode mode : Mode.values()) {
            for (Verdict verdict : Verdict.values()) {
                decision(verdict, mode, Category.TOOL, AGENT, "refund", "Remit::Toolset::\"com.acme.Bookings\"");
                outcome(calls, OutcomeStatus.OK);
            }
        }
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE")) {
            decision(Verdict.ALLOW, Mode.ENFORCE, Category.HTTP, AGENT, method, host("api.acme.com:443"));
        }
        for (String host : List.of("10.0.0.1:80", "[2001:db8::1]:443", "acme.com", "my_host:80", "unix:/run/x y")) {
            decision(Verdict.DENY, Mode.ENFORCE, Category.CONNECT, AGENT, "Connect", host(host));
        }
        String itself = "Remit::Workload::\"" + WORKLOAD + '"';
        decision(Verdict.ALLOW, Mode.OBSERVE, Category.SECRET, itself, "FetchSecret", "Remit::Secret::\"aws-sm/db\"");
        outcome(calls, OutcomeStatus.ERROR);
        decision(Verdict.DENY, Mode.OBSERVE, Category.EXEC, itself, "Exec", "Remit::Program::\"a \\\"b\\\"\"");
        outcome(calls, OutcomeStatus.REFUSED);
        decision(Verdict.DENY, Mode.ENFORCE, Category.CODE, itself, "LoadCode", "Remit::Code::\"agent/com.acme.A\"");
        outcome(calls, OutcomeStatus.REFUSED);
        outcome(9_999, OutcomeStatus.CANCELLED);
        // As a newer writer may leave them.
        add(RecordKind.DECISION, 0, e -> e.setByte(RecordDescriptor.VERDICT, 77));
        add(RecordKind.OUTCOME, 5_000, e -> e.setByte(RecordDescriptor.STATUS, 77));
        records.add(MadeRecords.of(RecordKind.OUTCOME, 0, 6_000, e -> {}));
    }

    private void events() {
        add(RecordKind.ANOMALY, 0, e -> {
            text(e, Tag.NAME, "policy-error");
            text(e, Tag.REASON, "agent.cedar:2:3: overflow");
        });
        add(RecordKind.BLOCKED, 0, e -> {
            e.setLong(RecordDescriptor.SIZE, 17);
            e.setLong(RecordDescriptor.DURATION_NS, 2_000_000_000L);
        });
        add(RecordKind.RECOVERED, 0, e -> {
            e.setLong(RecordDescriptor.SIZE, 4);
            text(e, Tag.REASON, "left by a run that was killed");
        });
        add(RecordKind.CHECKPOINT, 0, e -> {
            e.setLong(RecordDescriptor.SIZE, records.size());
            e.bytes(Tag.CHAIN, new byte[32]);
            e.bytes(Tag.PUBLIC_KEY, new byte[44]);
            e.bytes(Tag.SIGNATURE, new byte[64]);
            e.bytes(Tag.CERTIFICATE, new byte[9]);
        });
        add(RecordKind.TOMBSTONE, 0, e -> {
            e.setLong(RecordDescriptor.SIZE, 4711);
            e.bytes(Tag.CHAIN, new byte[32]);
            text(e, Tag.SOURCE, "20261121-09F.cq4");
        });
        add(RecordKind.PROMPT, 7_000, e -> {
            text(e, Tag.SESSION, "session-7");
            e.prompt(Tag.PROMPT, "refund B-17, please", 10, null);
            e.prompt(Tag.ANSWER, "I look it up", LIMIT, null);
        });
        add(RecordKind.TASK_OPENED, 0, e -> text(e, Tag.TASK, "task-1"));
        add(RecordKind.TOOL_HIDDEN, 0, e -> {
            text(e, Tag.PRINCIPAL, AGENT);
            text(e, Tag.SESSION, "session-7");
            text(e, Tag.REASON, "wipe");
            e.arguments("{\"action\":\"Remit::Action::\\\"wipe\\\"\"}", LIMIT, new JsonText(), null);
        });
        records.add(MadeRecords.damaged(records.size() + 1));
        records.add(MadeRecords.of(RecordKind.ANOMALY, 0, 0, e -> text(e, Tag.NAME, "ring-damaged")));
        add(RecordKind.GUARD_STOPPED, 0, e -> {});
    }

    private void decision(
            Verdict verdict, Mode mode, Category category, String principal, String action, @Nullable String resource) {
        add(RecordKind.DECISION, ++calls, e -> {
            e.setLong(RecordDescriptor.PARENT_CALL_ID, calls - 1);
            e.setByte(RecordDescriptor.VERDICT, verdict.code());
            e.setByte(RecordDescriptor.MODE, mode.code());
            e.setByte(RecordDescriptor.CATEGORY, category.code());
            boolean byPolicy = verdict != Verdict.ALLOW;
            e.setInt(RecordDescriptor.POLICY_COUNT, byPolicy ? 2 : 0);
            e.policyHash(byPolicy ? new byte[32] : null);
            text(e, Tag.PRINCIPAL, principal);
            text(e, Tag.ACTION, "Remit::Action::\"" + action + '"');
            text(e, Tag.RESOURCE, resource);
            if (byPolicy) {
                text(e, Tag.POLICY, "refunds-need-approval");
                text(e, Tag.POLICY, "no-mail-outside");
                text(e, Tag.REASON, "Refunds over 100 need a person");
                text(e, Tag.SESSION, "session-7");
                text(e, Tag.THREAD, "main");
                e.arguments("{\"amount\":\"" + "9".repeat(100) + "\"}", 40, new JsonText(), null);
            }
        });
    }

    private void outcome(long call, OutcomeStatus status) {
        add(RecordKind.OUTCOME, call, e -> {
            e.setByte(RecordDescriptor.STATUS, status.code());
            e.setLong(RecordDescriptor.DURATION_NS, 1_234_567);
            e.setLong(RecordDescriptor.SIZE, status == OutcomeStatus.OK ? 12 : -1);
            e.result(status == OutcomeStatus.OK ? "{\"booking\":\"B-17\"}" : null, LIMIT, null);
            text(e, Tag.ERROR, status == OutcomeStatus.ERROR ? "java.io.IOException" : null);
        });
    }

    private static String host(String id) {
        return "Remit::Host::\"" + id + '"';
    }

    private static void text(RecordEncoder encoder, int tag, @Nullable String text) {
        encoder.text(tag, text, LIMIT, null);
    }
}
