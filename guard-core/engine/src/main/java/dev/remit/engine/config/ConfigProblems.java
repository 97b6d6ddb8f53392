package dev.remit.engine.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a configuration, each problem as one line, so that all of it is reported at once. */
final class ConfigProblems {
    private static final int MAX_SHOWN = 200;

    private final List<String> problems = new ArrayList<>(0);

    void add(String where, String problem) {
        problems.add(oneLine(where) + ": " + problem);
    }

    void badValue(ConfigValue value, String why) {
        add(
                value.origin(),
                value.key().text() + "=" + oneLine(value.text()) + ": " + oneLine(why) + " (allowed: "
                        + value.key().allowed() + ")");
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** What people typed may hold anything; an error stays one line of visible characters. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (i == MAX_SHOWN) {
                return line.append("…").toString();
            }
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '\uFFFD' : c);
        }
        return line.toString();
    }
}
