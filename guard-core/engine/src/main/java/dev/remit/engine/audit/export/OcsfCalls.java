package dev.remit.engine.audit.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.engine.audit.read.EntityName;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.OpenCalls;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decisions and outcomes as events of the class API Activity. One thread at a time. */
final class OcsfCalls {
    private static final Set<String> DECISION = Set.of(
            "verdict",
            "category",
            "principal",
            "action",
            "resource",
            "policies",
            "reason",
            "session",
            "arguments",
            "policyHash");
    private static final Set<String> OUTCOME = Set.of("outcome", "error");
    private static final String AGENT = "Agent";
    private static final String HOST = "Host";

    private final OpenCalls<Call> open = new OpenCalls<>();
    private final JsonGenerator to;
    private final OcsfEvent event;

    OcsfCalls(JsonGenerator to, OcsfEvent event) {
        this.to = to;
        this.event = event;
    }

    /** Keeps what the outcome of a decision will need. */
    void learn(JournalRecord decision) {
        open.put(decision, Call.of(decision));
    }

    /** Forgets what was kept for the outcome. */
    void forget(JournalRecord outcome) {
        open.take(outcome);
    }

    void decision(JournalRecord record) throws IOException {
        Call call = Call.of(record);
        OcsfVerdict verdict = OcsfVerdict.of(record);
        call.activity(to);
        if (call.isOfAgent()) {
            event.head(record, verdict.severity(), "security_control", "ai_operation");
        } else {
            event.head(record, verdict.severity(), "security_control");
        }
        event.text("message", message(record, call));
        event.text("status_detail", record.reason());
        event.choice("action", verdict.action(), verdict.actionCaption());
        event.choice("disposition", verdict.disposition(), verdict.dispositionCaption());
        policies(record);
        subject(record, call, true);
        event.unmapped(record, DECISION);
    }

    void outcome(JournalRecord record) throws IOException {
        Call known = open.take(record);
        Call call = known == null ? Call.UNKNOWN : known;
        String outcome = String.valueOf(record.outcome());
        call.activity(to);
        OcsfSeverity severity = outcome.equals("error") ? OcsfSeverity.LOW : OcsfSeverity.INFORMATIONAL;
        if (call.isOfAgent()) {
            event.head(record, severity, "ai_operation");
        } else {
            event.head(record, severity);
        }
        switch (outcome) {
            case "ok" -> event.choice("status", 1, "Success");
            case "error", "refused" -> event.choice("status", 2, "Failure");
            default -> event.choice("status", OcsfClass.OTHER, outcome);
        }
        to.writeStringField("status_code", outcome);
        event.text("status_detail", record.error());
        to.writeNumberField("start_time", OcsfEvent.milliseconds(record.timeNs() - record.durationNs()));
        to.writeNumberField("end_time", OcsfEvent.milliseconds(record.timeNs()));
        to.writeNumberField("duration", OcsfEvent.milliseconds(record.durationNs()));
        subject(record, call, false);
        event.unmapped(record, OUTCOME);
    }

    private static String message(JournalRecord record, Call call) {
        String what =
                record.verdict() + " " + call.operation() + (call.resource == null ? "" : " on " + call.resource.id());
        return record.reason() == null ? what : what + ": " + record.reason();
    }

    private void policies(JournalRecord record) throws IOException {
        String hash = record.policyHash();
        if (hash != null) {
            to.writeObjectFieldStart("policy");
            to.writeStringField("uid", hash);
            to.writeStringField("type", "Cedar policy set");
            to.writeEndObject();
        }
        to.writeArrayFieldStart("authorizations");
        for (String id : record.policies()) {
            to.writeStartObject();
            event.text("decision", record.verdict());
            to.writeObjectFieldStart("policy");
            to.writeStringField("uid", id);
            to.writeEndObject();
            to.writeEndObject();
        }
        if (record.policies().isEmpty()) {
            to.writeStartObject();
            event.text("decision", record.verdict());
            to.writeEndObject();
        }
        to.writeEndArray();
    }

    /** Who does what to what. */
    private void subject(JournalRecord record, Call call, boolean withArguments) throws IOException {
        event.actor(record, call.principal, call.session);
        if (call.principal != null && call.isOfAgent()) {
            to.writeObjectFieldStart("ai_agent");
            to.writeStringField("uid", call.principal.id());
            event.text("instance_uid", call.session);
            to.writeEndObject();
        }
        to.writeObjectFieldStart("src_endpoint");
        to.writeStringField("svc_name", event.workload(record, call.principal));
        to.writeEndObject();
        to.writeObjectFieldStart("api");
        to.writeStringField("operation", call.operation());
        if (call.category != null) {
            to.writeObjectFieldStart("group");
            to.writeStringField("name", call.category);
            to.writeEndObject();
        }
        to.writeObjectFieldStart("request");
        to.writeStringField("uid", OcsfEvent.callUid(record));
        String arguments = withArguments ? record.arguments() : null;
        event.text("data", arguments);
        to.writeEndObject();
        to.writeEndObject();
        if (call.resource != null) {
            endpoint(call.resource);
            to.writeArrayFieldStart("resources");
            to.writeStartObject();
            to.writeStringField("uid", call.resource.id());
            event.text("type", call.resource.type().isEmpty() ? null : call.resource.shortType());
            event.choice("role", 1, "Target");
            to.writeEndObject();
            to.writeEndArray();
        }
    }

    private void endpoint(EntityName resource) throws IOException {
        if (!resource.shortType().equals(HOST)) {
            return;
        }
        to.writeObjectFieldStart("dst_endpoint");
        URI uri = authority(resource.id());
        String host = uri == null ? null : uri.getHost();
        if (uri == null || host == null) {
            to.writeStringField("name", resource.id());
        } else {
            boolean v6 = host.startsWith("[");
            boolean address = v6 || host.matches("[0-9]+(\\.[0-9]+){3}");
            to.writeStringField(address ? "ip" : "hostname", v6 ? host.substring(1, host.length() - 1) : host);
            if (uri.getPort() >= 0) {
                to.writeNumberField("port", uri.getPort());
            }
        }
        to.writeEndObject();
    }

    private static @Nullable URI authority(String hostAndPort) {
        try {
            return URI.create("//" + hostAndPort);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What a decision says that its outcome does not say again. */
    private record Call(
            @Nullable String category,
            @Nullable EntityName principal,
            @Nullable EntityName action,
            @Nullable EntityName resource,
            @Nullable String session) {
        static final Call UNKNOWN = new Call(null, null, null, null, null);

        static Call of(JournalRecord decision) {
            return new Call(
                    decision.category(),
                    EntityName.of(decision.principal()),
                    EntityName.of(decision.action()),
                    EntityName.of(decision.resource()),
                    decision.session());
        }

        boolean isOfAgent() {
            return principal != null && principal.shortType().equals(AGENT);
        }

        String operation() {
            return action == null ? "unknown" : action.id();
        }

        /** What kind of activity it is, as far as a method or category tells. */
        void activity(JsonGenerator to) throws IOException {
            String known = "secret".equals(category) ? "GET" : "http".equals(category) ? operation() : "";
            switch (known) {
                case "POST" -> OcsfClass.API_ACTIVITY.write(1, "Create", to);
                case "GET", "HEAD", "OPTIONS" -> OcsfClass.API_ACTIVITY.write(2, "Read", to);
                case "PUT", "PATCH" -> OcsfClass.API_ACTIVITY.write(3, "Update", to);
                case "DELETE" -> OcsfClass.API_ACTIVITY.write(4, "Delete", to);
                default -> OcsfClass.API_ACTIVITY.write(OcsfClass.OTHER, operation(), to);
            }
        }
    }
}
