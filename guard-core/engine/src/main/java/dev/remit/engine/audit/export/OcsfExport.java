package dev.remit.engine.audit.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.engine.audit.read.JournalRecord;
import java.io.IOException;
import java.io.Writer;
import java.util.Set;

/**
 * Records as events of the Open Cybersecurity Schema Framework, version {@value OcsfEvent#OCSF_VERSION}, one JSON object a line. Which record
 * becomes which event is described attribute by attribute in {@code docs/journal.md}, which a test holds to what is written.
 *
 * @see <a href="https://schema.ocsf.io/1.9.0/">the schema</a>
 */
final class OcsfExport implements RecordExport {
    private static final Set<String> POLICY = Set.of("source", "policyHash", "reason");
    private static final Set<String> LIFECYCLE = Set.of("principal");
    private static final Set<String> FINDING = Set.of("name", "reason");

    private final JsonGenerator to;
    private final OcsfRuns runs = new OcsfRuns();
    private final OcsfEvent event;
    private final OcsfCalls calls;

    OcsfExport(Writer writer) throws IOException {
        to = new JsonFactory().createGenerator(writer).setRootValueSeparator(null);
        to.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        event = new OcsfEvent(to, runs);
        calls = new OcsfCalls(to, event);
    }

    @Override
    public void skip(JournalRecord record) {
        runs.learn(record);
        switch (record.kind()) {
            case "decision" -> calls.learn(record);
            case "outcome" -> calls.forget(record);
            default -> {}
        }
    }

    @Override
    public void write(JournalRecord record) throws IOException {
        runs.learn(record);
        to.writeStartObject();
        switch (record.kind()) {
            case "decision" -> {
                calls.decision(record);
                calls.learn(record);
            }
            case "outcome" -> calls.outcome(record);
            case "guard_started" -> lifecycle(record, 3, "Start");
            case "guard_stopped" -> lifecycle(record, 4, "Stop");
            case "policy_loaded", "policy_rejected" -> policy(record);
            case "anomaly" -> finding(record, OcsfSeverity.MEDIUM, String.valueOf(record.name()));
            case "blocked" -> finding(record, OcsfSeverity.HIGH, "Records could not be taken");
            case "damaged" -> finding(record, OcsfSeverity.CRITICAL, "A record was changed after it was written");
            default -> other(record);
        }
        to.writeEndObject();
        to.writeRaw('\n');
        to.flush();
    }

    /** The guarded application came under the guard, or ended in good order. */
    private void lifecycle(JournalRecord record, int activity, String name) throws IOException {
        OcsfClass.APPLICATION_LIFECYCLE.write(activity, name, to);
        event.head(record, OcsfSeverity.INFORMATIONAL);
        String workload = event.workload(record, null);
        to.writeObjectFieldStart("application");
        to.writeStringField("uid", workload);
        to.writeEndObject();
        // Deprecated since 1.9.0 in favour of the one above, and required before.
        to.writeObjectFieldStart("app");
        to.writeStringField("uid", workload);
        to.writeEndObject();
        event.unmapped(record, LIFECYCLE);
    }

    private void policy(JournalRecord record) throws IOException {
        boolean loaded = record.kind().equals("policy_loaded");
        OcsfClass.ENTITY_MANAGEMENT.write(3, "Update", to);
        event.head(record, loaded ? OcsfSeverity.INFORMATIONAL : OcsfSeverity.MEDIUM);
        event.choice("status", loaded ? 1 : 2, loaded ? "Success" : "Failure");
        event.text("status_detail", record.reason());
        event.actor(record, null, null);
        to.writeObjectFieldStart("entity");
        event.choice("type", 5, "Policy");
        event.text("name", record.source());
        to.writeObjectFieldStart("policy");
        event.text("uid", record.policyHash());
        to.writeStringField("type", "Cedar policy set");
        to.writeBooleanField("is_applied", loaded);
        to.writeEndObject();
        to.writeEndObject();
        event.unmapped(record, POLICY);
    }

    private void finding(JournalRecord record, OcsfSeverity severity, String title) throws IOException {
        OcsfClass.DETECTION_FINDING.write(1, "Create", to);
        event.head(record, severity);
        to.writeBooleanField("is_alert", true);
        event.text("message", record.reason());
        if (record.kind().equals("blocked")) {
            to.writeNumberField("start_time", OcsfEvent.milliseconds(record.timeNs()));
            to.writeNumberField("end_time", OcsfEvent.milliseconds(record.timeNs() + record.durationNs()));
            to.writeNumberField("duration", OcsfEvent.milliseconds(record.durationNs()));
        }
        to.writeObjectFieldStart("finding_info");
        to.writeStringField("uid", Long.toHexString(record.run()) + '-' + record.kind() + '-' + number(record));
        to.writeStringField("title", title);
        event.text("desc", record.reason());
        to.writeEndObject();
        event.unmapped(record, FINDING);
    }

    /** The journal's own business, and kinds of newer versions. */
    private void other(JournalRecord record) throws IOException {
        OcsfClass.BASE_EVENT.write(OcsfClass.OTHER, record.kind(), to);
        event.head(record, OcsfSeverity.INFORMATIONAL);
        event.text("message", record.reason());
        event.unmapped(record, Set.of("reason"));
    }

    private static long number(JournalRecord record) {
        return record.sequence() > 0 ? record.sequence() : record.timeNs();
    }
}
