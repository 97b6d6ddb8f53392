package dev.remit.javaagent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.check.Finding;
import dev.remit.cedar.parse.SyntaxError;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Something wrong in a file of policies, entities or a schema, as it is shown.
 *
 * @param error whether the policies can't be used for it; else it is a warning
 * @param source the text it is in
 * @param offset where
 * @param message what is wrong
 * @param help what would be right; empty where nothing can be said
 * @param suggestion what was probably meant, as it would be written; empty where nothing is near
 * @param text for people, several lines
 */
record PolicyProblem(
        boolean error, SourceText source, int offset, String message, String help, String suggestion, String text) {

    static PolicyProblem of(SyntaxError error) {
        return new PolicyProblem(
                true,
                error.source(),
                error.offset(),
                error.message(),
                error.expected(),
                error.suggestion(),
                error.render());
    }

    static PolicyProblem of(Finding finding) {
        return new PolicyProblem(
                finding.severity() == Finding.Severity.ERROR,
                finding.span().source(),
                finding.span().start(),
                finding.message(),
                finding.help(),
                "",
                finding.render());
    }

    static List<PolicyProblem> of(List<SyntaxError> errors) {
        List<PolicyProblem> problems = new ArrayList<>();
        for (SyntaxError error : errors) {
            problems.add(of(error));
        }
        return problems;
    }

    /** Prints all of them for people. */
    static void print(List<PolicyProblem> problems, PrintWriter err) {
        for (PolicyProblem problem : problems) {
            err.print(problem.text + '\n');
        }
    }

    /** Writes their numbers and all of them, as fields of an object. */
    static void write(List<PolicyProblem> problems, JsonGenerator json) throws IOException {
        int errors = errors(problems);
        json.writeNumberField("errors", errors);
        json.writeNumberField("warnings", problems.size() - errors);
        json.writeArrayFieldStart("findings");
        for (PolicyProblem problem : problems) {
            problem.write(json);
        }
        json.writeEndArray();
    }

    static int errors(List<PolicyProblem> problems) {
        int errors = 0;
        for (PolicyProblem problem : problems) {
            errors += problem.error ? 1 : 0;
        }
        return errors;
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("severity", error ? "error" : "warning");
        json.writeStringField("file", source.name());
        json.writeNumberField("line", source.line(offset));
        json.writeNumberField("column", source.column(offset));
        json.writeStringField("message", message);
        if (!help.isEmpty()) {
            json.writeStringField("help", help);
        }
        if (!suggestion.isEmpty()) {
            json.writeStringField("suggestion", suggestion);
        }
        json.writeEndObject();
    }
}
