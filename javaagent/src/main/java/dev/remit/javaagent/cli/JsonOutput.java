package dev.remit.javaagent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;

/** How commands print JSON: one object on one line. */
final class JsonOutput {

    private JsonOutput() {}

    /** A generator whose closing leaves the output open. */
    static JsonGenerator to(PrintWriter out) throws IOException {
        return new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }
}
