package dev.remit.engine.config;

import java.util.List;

/** What must hold between keys. */
final class ConfigRules {
    /** A record takes at most an eighth of the ring, half of which is kept for all that is not arguments. */
    private static final int RING_TO_ARGUMENTS = 16;

    private ConfigRules() {}

    static void check(ConfigValues values, List<String> problems) {
        ConfigValue mode = values.get(ConfigKey.MODE);
        if (mode.text().equals("enforce")
                && values.get(ConfigKey.POLICY).text().isEmpty()) {
            problems.add(ConfigProblems.at(
                    mode.origin(),
                    "mode=enforce without a policy would refuse every call. Set policy=FILE-OR-FOLDER; to get a first one, run with"
                            + " mode=observe and then 'java -jar remit.jar policy suggest DIR' on the journal folder"));
        }
        if (values.parsed(ConfigKey.AUDIT_ARGUMENT_BYTES) instanceof Integer arguments
                && values.parsed(ConfigKey.AUDIT_RING_BYTES) instanceof Integer ring
                && arguments > ring / RING_TO_ARGUMENTS) {
            problems.add(ConfigProblems.badValue(
                    values.get(ConfigKey.AUDIT_ARGUMENT_BYTES),
                    "more than a sixteenth of audit.ring-bytes=" + ring + "; lower the one or raise the other"));
        }
    }
}
