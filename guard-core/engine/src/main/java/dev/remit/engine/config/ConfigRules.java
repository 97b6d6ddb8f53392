package dev.remit.engine.config;

import dev.remit.engine.audit.record.TextLimits;
import java.nio.file.Path;
import java.util.List;

/** What must hold between keys. */
final class ConfigRules {
    private ConfigRules() {}

    /** A record takes at most an eighth of the ring. */
    private static long largest(long ring) {
        return ring / 8 - TextLimits.DECISION_WITHOUT_ARGUMENTS;
    }

    static void check(ConfigValues values, List<String> problems) {
        ConfigValue mode = values.get(ConfigKey.MODE);
        if (mode.text().equals(ConfigKey.ENFORCE)
                && values.get(ConfigKey.POLICY).text().isEmpty()) {
            problems.add(ConfigProblems.at(
                    mode.origin(),
                    "mode=enforce without a policy would refuse every call. Set policy=FILE-OR-FOLDER; to get a first one, run with"
                            + " mode=observe and then 'java -jar remit.jar policy suggest DIR' on the journal folder"));
        }
        if (values.parsed(ConfigKey.AUDIT_ARGUMENT_BYTES) instanceof Long arguments
                && values.parsed(ConfigKey.AUDIT_RING_BYTES) instanceof Long ring
                && arguments > largest(ring)) {
            problems.add(ConfigProblems.badValue(
                    values.get(ConfigKey.AUDIT_ARGUMENT_BYTES),
                    "more than the " + largest(ring) + " that a ring of audit.ring-bytes=" + ring
                            + " takes; lower the one or raise the other"));
        }
        ConfigValue audience = values.get(ConfigKey.DELEGATION_AUDIENCE);
        if (audience.text().indexOf('*') >= 0) {
            problems.add(
                    ConfigProblems.at(
                            audience.origin(),
                            "delegation.audience=" + ConfigProblems.oneLine(audience.text())
                                    + ": a token is made for one host by its name; write each name and port in full, without '*'"));
        }
        if (values.parsed(ConfigKey.AUDIT_ANCHOR) instanceof Path anchor
                && values.parsed(ConfigKey.AUDIT_DIR) instanceof Path journal
                && anchor.startsWith(journal)) {
            problems.add(
                    ConfigProblems.badValue(
                            values.get(ConfigKey.AUDIT_ANCHOR),
                            "it lies in audit.dir, and whoever replaces the journal would replace it, too; name a file elsewhere"));
        }
    }
}
