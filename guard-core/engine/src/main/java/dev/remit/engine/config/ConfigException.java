package dev.remit.engine.config;

import java.util.List;

/**
 * The configuration can't be used. Carries every problem that was found, not only the first. The message is one line; {@link #problems} has a
 * line for each.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    private ConfigException(List<String> problems) {
        super(problems.size() == 1 ? problems.get(0) : problems.get(0) + " (and " + (problems.size() - 1) + " more)");
        this.problems = List.copyOf(problems);
    }

    /** Declared as what every verifier knows already, so that a method that throws it can be loaded without it. */
    static RuntimeException of(List<String> problems) {
        return new ConfigException(problems);
    }

    /** A line for each problem: where, key and value, what is wrong, what is allowed. At least one. */
    public List<String> problems() {
        return problems;
    }
}
