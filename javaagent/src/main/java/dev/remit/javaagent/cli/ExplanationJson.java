package dev.remit.javaagent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.cedar.ast.Span;
import dev.remit.cedar.eval.EvaluationError;
import dev.remit.cedar.eval.Explanation;
import dev.remit.cedar.eval.Explanation.Clause;
import dev.remit.cedar.eval.Explanation.Evaluated;
import dev.remit.cedar.eval.Explanation.Finding;
import dev.remit.cedar.eval.Explanation.Miss;
import dev.remit.cedar.eval.Explanation.Reading;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.JsonLines;
import dev.remit.engine.policy.explain.ExplainedCall;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An explanation as one JSON object. Names stay; new ones may be added. For one use. */
final class ExplanationJson {
    private final JsonGenerator out;

    private ExplanationJson(JsonGenerator out) {
        this.out = out;
    }

    /**
     * Prints the object and a line break.
     *
     * @param record where the request comes from; null where it is not from a journal
     * @param policyHash of the policies that were asked
     */
    static void print(ExplainedCall call, @Nullable JournalRecord record, String policyHash, PrintWriter to)
            throws IOException {
        try (JsonGenerator out = JsonOutput.to(to)) {
            new ExplanationJson(out).write(call, record, policyHash);
        }
        to.print('\n');
    }

    private void write(ExplainedCall call, @Nullable JournalRecord record, String policyHash) throws IOException {
        Explanation explanation = call.explanation();
        out.writeStartObject();
        out.writeStringField("verdict", call.allowed() ? "allow" : "deny");
        out.writeStringField("why", explanation == null ? "problem" : why(explanation));
        if (call.problem() != null) {
            out.writeStringField("problem", call.problem());
        }
        out.writeStringField("principal", call.principal().toString());
        out.writeStringField("action", call.action().toString());
        out.writeStringField("resource", call.resource().toString());
        out.writeStringField("policyHash", policyHash);
        if (explanation != null) {
            policies("determining", explanation.determining());
            policies("erroring", explanation.erroring());
            policies("nearest", explanation.nearest());
            out.writeNumberField("nearestLeftOut", explanation.nearestLeftOut());
        }
        out.writeArrayFieldStart("notes");
        for (String note : call.notes()) {
            out.writeString(note);
        }
        out.writeEndArray();
        if (record != null) {
            out.writeFieldName("record");
            out.writeRawValue(JsonLines.line(record));
        }
        out.writeEndObject();
    }

    private static String why(Explanation explanation) {
        return switch (explanation.denyReason()) {
            case NONE -> "permit";
            case FORBID -> "forbid";
            case ERROR -> "error";
            case DEFAULT -> "default";
        };
    }

    private void policies(String name, List<Evaluated> policies) throws IOException {
        out.writeArrayFieldStart(name);
        for (Evaluated policy : policies) {
            policy(policy);
        }
        out.writeEndArray();
    }

    private void policy(Evaluated policy) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", policy.policy().id());
        out.writeStringField("effect", lower(policy.policy().effect()));
        String template = policy.policy().template();
        if (template != null) {
            out.writeStringField("template", template);
        }
        place(policy.policy().source());
        out.writeObjectFieldStart("annotations");
        for (Map.Entry<String, String> annotation :
                policy.policy().annotations().entrySet()) {
            out.writeStringField(annotation.getKey(), annotation.getValue());
        }
        out.writeEndObject();
        if (!policy.misses().isEmpty()) {
            out.writeArrayFieldStart("misses");
            for (Miss miss : policy.misses()) {
                out.writeStartObject();
                out.writeStringField("part", miss.part().toString());
                out.writeStringField("asked", miss.asked());
                out.writeStringField("found", miss.found());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        out.writeArrayFieldStart("clauses");
        for (Clause clause : policy.clauses()) {
            clause(clause);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void clause(Clause clause) throws IOException {
        out.writeStartObject();
        out.writeStringField("kind", clause.unless() ? "unless" : "when");
        place(clause.span());
        out.writeStringField("text", clause.span().text());
        out.writeStringField("holds", lower(clause.result()));
        error(clause.error());
        out.writeArrayFieldStart("findings");
        for (Finding finding : clause.findings()) {
            out.writeStartObject();
            place(finding.span());
            out.writeStringField("text", finding.span().text());
            out.writeStringField("result", lower(finding.result()));
            error(finding.error());
            out.writeArrayFieldStart("values");
            for (Reading reading : finding.readings()) {
                out.writeStartObject();
                place(reading.span());
                out.writeStringField("text", reading.span().text());
                out.writeStringField("value", reading.value());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void error(@Nullable EvaluationError error) throws IOException {
        if (error != null) {
            out.writeObjectFieldStart("error");
            place(error.span());
            out.writeStringField("code", lower(error.code()));
            out.writeStringField("message", error.message());
            out.writeEndObject();
        }
    }

    private void place(Span span) throws IOException {
        out.writeStringField("file", span.source().name());
        out.writeNumberField("line", span.source().line(span.start()));
        out.writeNumberField("column", span.source().column(span.start()));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
