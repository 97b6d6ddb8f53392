package dev.remit.samples.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a packaged sample in a JVM of its own, of the kind that runs the test. */
public final class ForkedJava {

    private static final long TIMEOUT_SECONDS = 90;

    /** What the JVM left behind. */
    public record Result(int status, String out, String err) {}

    private ForkedJava() {}

    /**
     * Waits for {@code java arguments…} to end.
     *
     * @param folder where the process is started
     * @param environment is added to this process's, from which everything that could steer the sample is taken out
     */
    public static Result run(Path folder, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("sample", ".out");
        Path err = Files.createTempFile("sample", ".err");
        try {
            ProcessBuilder builder = prepare(folder, environment, arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            Process process = builder.start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running after " + TIMEOUT_SECONDS + " s: " + builder.command() + "\n"
                        + Files.readString(out, UTF_8) + Files.readString(err, UTF_8));
            }
            return new Result(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** {@code java arguments…}, as in {@link #run}, for who starts and ends it. */
    public static ProcessBuilder prepare(Path folder, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("OPENAI_")
                        || name.startsWith("REMIT_")
                        || name.equals("JAVA_TOOL_OPTIONS")
                        || name.equals("JDK_JAVA_OPTIONS"));
        builder.environment().putAll(environment);
        return builder;
    }
}
