package dev.remit.engine.audit.export;

import dev.remit.engine.audit.read.JournalRecord;
import java.util.Locale;

/**
 * A verdict in OCSF's words: what the control did about the call, and what became of it.
 *
 * @param action 1 allowed, 2 denied, 3 observed, 4 modified
 * @param disposition of OCSF's list
 */
record OcsfVerdict(
        OcsfSeverity severity, int action, String actionCaption, int disposition, String dispositionCaption) {
    static OcsfVerdict of(JournalRecord record) {
        String verdict = String.valueOf(record.verdict());
        return switch (verdict) {
            case "allow" -> new OcsfVerdict(OcsfSeverity.INFORMATIONAL, 1, "Allowed", 1, "Allowed");
            case "modify" -> new OcsfVerdict(OcsfSeverity.LOW, 4, "Modified", 11, "Corrected");
            case "deny", "step_up", "defer" ->
                "observe".equals(record.mode())
                        ? new OcsfVerdict(OcsfSeverity.MEDIUM, 3, "Observed", 17, "Logged")
                        : refused(verdict);
            default -> new OcsfVerdict(OcsfSeverity.INFORMATIONAL, 99, verdict, 99, verdict);
        };
    }

    private static OcsfVerdict refused(String verdict) {
        return switch (verdict.toUpperCase(Locale.ROOT)) {
            case "STEP_UP" -> new OcsfVerdict(OcsfSeverity.LOW, 2, "Denied", 23, "Challenge");
            case "DEFER" -> new OcsfVerdict(OcsfSeverity.LOW, 2, "Denied", 14, "Delayed");
            default -> new OcsfVerdict(OcsfSeverity.MEDIUM, 2, "Denied", 2, "Blocked");
        };
    }
}
