package dev.remit.javaagent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.check.Finding;
import dev.remit.cedar.parse.SyntaxError;
import java.io.IOException;

/**
 * Something wrong in a file of policies, entities or a schema, as it is shown.
 *
 * @param error whether the policies can't be used for it; else it is a warning
 * @param source the text it is in
 * @param offset where
 * @param message what is wrong
 * @param help what would be right; empty where nothing can be said
 * @param text for people, several lines
 */
record PolicyProblem(boolean error, SourceText source, int offset, String message, String help, String text) {

    static PolicyProblem of(SyntaxError error) {
        return new PolicyProblem(
                true, error.source(), error.offset(), error.message(), error.expected(), error.render());
    }

    static PolicyProblem of(Finding finding) {
        return new PolicyProblem(
                finding.severity() == Finding.Severity.ERROR,
                finding.span().source(),
                finding.span().start(),
                finding.message(),
                finding.help(),
                finding.render());
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("severity", error ? "error" : "warning");
        json.writeStringField("file", source.name());
        json.writeNumberField("line", source.line(offset));
        json.writeNumberField("column", source.column(offset));
        json.writeStringField("message", message);
        if (!help.isEmpty()) {
            json.writeStringField("help", help);
        }
        json.writeEndObject();
    }
}
