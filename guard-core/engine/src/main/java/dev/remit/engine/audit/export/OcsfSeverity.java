package dev.remit.engine.audit.export;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** How much an event matters, in OCSF's words. */
enum OcsfSeverity {
    INFORMATIONAL(1, "Informational"),
    LOW(2, "Low"),
    MEDIUM(3, "Medium"),
    HIGH(4, "High"),
    CRITICAL(5, "Critical");

    private final int id;
    private final String caption;

    OcsfSeverity(int id, String caption) {
        this.id = id;
        this.caption = caption;
    }

    void write(JsonGenerator to) throws IOException {
        to.writeNumberField("severity_id", id);
        to.writeStringField("severity", caption);
    }
}
