package dev.remit.engine.audit.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.engine.audit.read.EntityName;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.RecordField;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes that events of several OCSF classes have, written from a record. One thread at a time. */
final class OcsfEvent {
    static final String OCSF_VERSION = "1.9.0";

    private static final String PRODUCT = "Remit";

    /** Fields that every event has in an attribute of its own. */
    private static final Set<String> COMMON = Set.of("sequence", "time", "timestamp", "kind", "version");

    private final JsonGenerator to;
    private final OcsfRuns runs;

    OcsfEvent(JsonGenerator to, OcsfRuns runs) {
        this.to = to;
        this.runs = runs;
    }

    /** Writes when it was, how much it matters and where it comes from. */
    void head(JournalRecord record, OcsfSeverity severity, String... profiles) throws IOException {
        to.writeNumberField("time", milliseconds(runs.timeNs(record)));
        severity.write(to);
        to.writeObjectFieldStart("metadata");
        to.writeStringField("version", OCSF_VERSION);
        to.writeObjectFieldStart("product");
        to.writeStringField("name", PRODUCT);
        to.writeStringField("vendor_name", PRODUCT);
        text("version", runs.version(record));
        to.writeEndObject();
        to.writeStringField("event_code", record.kind());
        if (record.sequence() > 0) {
            to.writeStringField("uid", Long.toHexString(record.run()) + '-' + record.sequence());
            to.writeNumberField("sequence", record.sequence());
        }
        if (record.call() != 0) {
            to.writeStringField("correlation_uid", callUid(record));
        }
        text("original_time", record.whole() ? RecordField.timestamp(record.timeNs()) : null);
        if (profiles.length > 0) {
            to.writeArrayFieldStart("profiles");
            for (String profile : profiles) {
                to.writeString(profile);
            }
            to.writeEndArray();
        }
        to.writeEndObject();
    }

    /** Writes who the guarded application is: the user its JVM works as, with the AI agent's session. */
    void actor(JournalRecord record, @Nullable EntityName principal, @Nullable String session) throws IOException {
        to.writeObjectFieldStart("actor");
        to.writeObjectFieldStart("user");
        to.writeStringField("uid", workload(record, principal));
        to.writeNumberField("type_id", 4);
        to.writeStringField("type", "Service");
        to.writeEndObject();
        if (session != null) {
            to.writeObjectFieldStart("session");
            to.writeStringField("uid", session);
            to.writeEndObject();
        }
        to.writeEndObject();
    }

    /** The guarded application's SPIFFE ID; where the journal does not say it, the id of who makes the call. */
    String workload(JournalRecord record, @Nullable EntityName principal) {
        String workload = runs.workload(record);
        return workload != null ? workload : principal != null ? principal.id() : "unknown";
    }

    /** Writes what has no attribute of its own in the event: every other field of the record, under its own name. */
    void unmapped(JournalRecord record, Set<String> mapped) throws IOException {
        to.writeObjectFieldStart("unmapped");
        for (RecordField field : RecordField.ALL) {
            Object value = COMMON.contains(field.name()) || mapped.contains(field.name()) ? null : field.of(record);
            if (value instanceof Long number) {
                to.writeNumberField(field.name(), number);
            } else if (value instanceof String text) {
                to.writeStringField(field.name(), text);
            } else if (value instanceof Boolean flag) {
                to.writeBooleanField(field.name(), flag);
            } else if (value instanceof List<?> all) {
                to.writeArrayFieldStart(field.name());
                for (Object one : all) {
                    to.writeString((String) one);
                }
                to.writeEndArray();
            }
        }
        to.writeEndObject();
    }

    /** Writes a text unless there is none. */
    void text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            to.writeStringField(name, value);
        }
    }

    /** Writes a number of a fixed list and its caption. */
    void choice(String name, int id, String caption) throws IOException {
        to.writeNumberField(name + "_id", id);
        to.writeStringField(name, caption);
    }

    /** Unique to a call, whatever the journal. */
    static String callUid(JournalRecord record) {
        return Long.toHexString(record.run()) + '-' + record.call();
    }

    static long milliseconds(long ns) {
        return Math.floorDiv(ns, 1_000_000L);
    }
}
