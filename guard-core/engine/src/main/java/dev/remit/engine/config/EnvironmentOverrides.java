package dev.remit.engine.config;

import java.util.Map;

/** The variables of the environment that are ours: {@code REMIT_} and a key's name in capitals, dots and dashes as underscores. */
final class EnvironmentOverrides {
    static final String PREFIX = "REMIT_";
    /** Build and tests are steered by these; no key is ever called {@code test.…}. */
    private static final String NOT_OURS = "REMIT_TEST_";

    private EnvironmentOverrides() {}

    static void readInto(ConfigValues values, Map<String, String> environment, ConfigProblems problems) {
        for (ConfigKey key : ConfigKey.values()) {
            String text = environment.get(key.environmentName());
            if (text != null) {
                values.set(key, text.trim(), place(key.environmentName()));
            }
        }
        for (String name : environment.keySet()) {
            if (name.startsWith(PREFIX) && !name.startsWith(NOT_OURS) && !isKey(name)) {
                ConfigKey nearest = NearestName.ofVariable(name);
                problems.add(
                        place(name),
                        "no key is overridden by this variable; the nearest is " + nearest.environmentName() + " ("
                                + nearest.text()
                                + "). Rename or unset it: names that start with REMIT_ are Remit's own");
            }
        }
    }

    private static boolean isKey(String name) {
        for (ConfigKey key : ConfigKey.values()) {
            if (key.environmentName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static String place(String name) {
        return "environment ".concat(name);
    }
}
