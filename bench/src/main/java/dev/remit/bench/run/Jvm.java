package dev.remit.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JVM of its own that measures something, and prints what it found. */
public final class Jvm {
    /** What the journal needs where it runs outside of the guard's own loader. */
    static final List<String> OPEN_FOR_JOURNAL = List.of(
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");

    private final List<String> command = new ArrayList<>();
    private final Path errors;
    private String classPath = System.getProperty("java.class.path");

    private Jvm(Jdk jdk, Path work) throws IOException {
        command.add(jdk.java().toString());
        command.add("-D" + Scratch.PROPERTY + "=" + work);
        errors = Files.createTempFile(work, "stderr", "");
    }

    static Jvm of(Jdk jdk, Path work) throws IOException {
        return new Jvm(jdk, work);
    }

    /** Adds options. */
    public Jvm with(String... options) {
        return with(Arrays.asList(options));
    }

    /** Adds options. */
    public Jvm with(List<String> options) {
        command.addAll(options);
        return this;
    }

    /** With what the journal needs where it runs outside of the guard's own loader. */
    public Jvm openForJournal() {
        return with(OPEN_FOR_JOURNAL);
    }

    /** With this class path in the place of the benchmarks' own. */
    public Jvm classPath(String other) {
        classPath = other;
        return this;
    }

    /** Runs a class to its end; what it printed. */
    public List<String> run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        with("-cp", classPath, main.getName()).with(arguments);
        return lines();
    }

    /** Runs a jar to its end; what it printed. */
    public List<String> runJar(Path jar, String... arguments) throws IOException, InterruptedException {
        with("-jar", jar.toString()).with(arguments);
        return lines();
    }

    /** Starts a class that goes on beside, and waits for the first line that it prints. */
    public Running start(Class<?> main, String... arguments) throws IOException {
        with("-cp", classPath, main.getName()).with(arguments);
        return new Running(builder().start(), errors);
    }

    private List<String> lines() throws IOException, InterruptedException {
        final Process process = builder().start();
        final List<String> lines;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines = out.lines().toList();
        }
        final int status = process.waitFor();
        if (status != 0) {
            throw new IOException(
                    String.join(" ", command) + ": exit status " + status + "\n" + Files.readString(errors));
        }
        return lines;
    }

    private ProcessBuilder builder() {
        final ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        // What would change the measured JVM behind our back.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("REMIT_")
                        || name.equals("JAVA_TOOL_OPTIONS")
                        || name.equals("JDK_JAVA_OPTIONS"));
        return builder;
    }
}
