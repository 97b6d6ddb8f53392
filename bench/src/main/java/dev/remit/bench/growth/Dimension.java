package dev.remit.bench.growth;

import java.util.List;

/** What grows. */
public enum Dimension {
    /** Permits, each for a tool of its own; one is for the one that is called. */
    POLICIES("policies", 10, 10_000),
    /** Agents in the entities file, with attributes; the caller is one of them. */
    ENTITIES("entities", 10, 10_000),
    /** Groups, one within the other; the caller is in the innermost, the permit for the outermost. */
    GROUPS("groups, one in the other", 1, 1_000),
    /** Live sessions, of which calls take another each time, by its name. */
    SESSIONS("live sessions", 10, 100_000),
    /** Labels of the session, of which a forbid asks for one that is not there. */
    LABELS("labels of a session", 1, 1_000),
    /** Bytes of the tool's arguments, of which a permit reads the last. */
    ARGUMENTS("bytes of arguments", 100, 100_000);

    private final String label;
    private final int least;
    private final int most;

    Dimension(String label, int least, int most) {
        this.label = label;
        this.least = least;
        this.most = most;
    }

    /** How much of it is measured: the least, the most, and what is as many times the one as the other is that. */
    List<Integer> sizes() {
        return List.of(least, (int) Math.round(Math.sqrt((double) least * most)), most);
    }

    @Override
    public String toString() {
        return label;
    }
}
