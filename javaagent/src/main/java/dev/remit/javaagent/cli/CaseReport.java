package dev.remit.javaagent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.cedar.cases.CaseResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows how case files went. */
final class CaseReport {

    private CaseReport() {}

    /** Requests with another answer, and files none of whose requests could be asked or whose policies fit the schema against expectation. */
    static int failures(List<CaseResult> results) {
        int failures = 0;
        for (CaseResult result : results) {
            failures += result.failures() + (result.failure() == null ? 0 : 1);
        }
        return failures;
    }

    private static int requests(List<CaseResult> results) {
        int requests = 0;
        for (CaseResult result : results) {
            requests += result.file().requests().size();
        }
        return requests;
    }

    /** A line for each failure, then the count. */
    static void text(List<CaseResult> results, PrintWriter out) {
        for (CaseResult result : results) {
            String name = result.file().source().name();
            if (result.failure() != null) {
                out.print("FAILED " + name + ": " + result.failure() + '\n');
            }
            for (CaseResult.RequestResult request : result.requests()) {
                if (request.failure() != null) {
                    out.print("FAILED " + name + ": " + request.request().description() + ": " + request.failure()
                            + '\n');
                }
            }
        }
        int failures = failures(results);
        out.print(Counted.of(requests(results), "request", "requests") + " in "
                + Counted.of(results.size(), "case file", "case files") + ", "
                + (failures == 0 ? "all as expected" : Counted.of(failures, "failure", "failures")) + '\n');
    }

    /** One object with the counts and every failure. */
    static void json(List<CaseResult> results, PrintWriter out) throws IOException {
        JsonGenerator generator =
                new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        generator.writeStartObject();
        generator.writeNumberField("files", results.size());
        generator.writeNumberField("requests", requests(results));
        generator.writeNumberField("failed", failures(results));
        generator.writeArrayFieldStart("failures");
        for (CaseResult result : results) {
            if (result.failure() != null) {
                failure(generator, result, null, result.failure());
            }
            for (CaseResult.RequestResult request : result.requests()) {
                if (request.failure() != null) {
                    failure(generator, result, request.request().description(), request.failure());
                }
            }
        }
        generator.writeEndArray();
        generator.writeEndObject();
        generator.close();
        out.print('\n');
    }

    private static void failure(JsonGenerator generator, CaseResult result, @Nullable String request, String failure)
            throws IOException {
        generator.writeStartObject();
        generator.writeStringField("file", result.file().source().name());
        if (request != null) {
            generator.writeStringField("request", request);
        }
        generator.writeStringField("failure", failure);
        generator.writeEndObject();
    }
}
