package dev.remit.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Under what a JVM is measured. */
public enum Guard {
    /** Nothing. */
    NONE("none"),
    /** {@code -javaagent:remit.jar} in {@code mode=observe}. */
    OBSERVE("observe"),
    /** {@code -javaagent:remit.jar} in {@code mode=enforce}. */
    ENFORCE("enforce"),
    /** OpenTelemetry's javaagent, its exporters off. */
    OPEN_TELEMETRY("OpenTelemetry");

    /** What the benchmarks' JVMs run under, but for the mode and the journal's folder. */
    public static final Path SETTINGS = Path.of("bench", "src", "main", "remit", "remit.properties");

    /** What whole processes are compared under. */
    public static final List<Guard> COMPARED = List.of(NONE, ENFORCE, OPEN_TELEMETRY);

    private final String label;

    Guard(String label) {
        this.label = label;
    }

    /** Those that are compared, in the order of a round: who is first changes from one to the next. */
    public static List<Guard> turn(int round) {
        final List<Guard> turn = new ArrayList<>(COMPARED);
        Collections.rotate(turn, round);
        return turn;
    }

    /** As tables call it. */
    @Override
    public String toString() {
        return label;
    }

    /**
     * The options of a JVM under it.
     *
     * @param work where its configuration and its journal may lie
     * @param settings a configuration, whose mode and journal's folder others take the place of
     */
    List<String> options(Path work, Path settings) throws IOException {
        return switch (this) {
            case NONE -> List.of();
            case OBSERVE, ENFORCE -> List.of("-javaagent:" + jar() + "=" + configuration(work, settings));
            case OPEN_TELEMETRY ->
                List.of(
                        "-javaagent:" + Path.of("bench", "target", "opentelemetry", "opentelemetry-javaagent.jar"),
                        "-Dotel.traces.exporter=none",
                        "-Dotel.metrics.exporter=none",
                        "-Dotel.logs.exporter=none");
        };
    }

    /** The javaagent, as it is shipped. */
    public static Path jar() {
        return Path.of("javaagent", "target", "remit.jar");
    }

    /** The journal of the JVMs that run under it. */
    public Path journal(Path work) {
        return work.resolve("audit-" + label);
    }

    private Path configuration(Path work, Path settings) throws IOException {
        final List<String> lines = new ArrayList<>(Files.readAllLines(settings));
        lines.removeIf(line -> line.startsWith("mode=") || line.startsWith("audit.dir="));
        lines.add("mode=" + label);
        lines.add("audit.dir=" + journal(work));
        return Files.write(work.resolve(label + ".properties"), lines);
    }
}
