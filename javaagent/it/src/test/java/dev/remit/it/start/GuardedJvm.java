package dev.remit.it.start;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, as an operator starts it: in a folder of its own, with an environment and a home folder of its own. */
final class GuardedJvm {

    private final Path folder;
    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private int patienceS = 120;
    private Path home = Path.of(System.getProperty("java.home"));
    private String classPath = new File("target/test-classes").getAbsolutePath();

    /** @param folder where it runs; its home and temporary folders are made below it */
    GuardedJvm(Path folder) {
        this.folder = folder;
    }

    /** {@code remit.jar}. */
    static Path jar() {
        return Path.of(System.getProperty("remit.jar")).toAbsolutePath().normalize();
    }

    /** Adds {@code -javaagent} with no configuration file. */
    GuardedJvm guarded() {
        return flag("-javaagent:" + jar());
    }

    /** Adds {@code -javaagent} with a configuration of these lines. */
    GuardedJvm guarded(String... lines) throws IOException {
        final Path file = folder.resolve("remit.properties");
        Files.writeString(file, String.join("\n", lines) + "\n");
        return flag("-javaagent:" + jar() + "=" + file);
    }

    GuardedJvm flag(String flag) {
        flags.add(flag);
        return this;
    }

    GuardedJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    GuardedJvm classPath(String path) {
        classPath = path;
        return this;
    }

    /** A JDK, or an image, other than that of the tests. */
    GuardedJvm home(Path folder) {
        home = folder;
        return this;
    }

    /** How long a run may take, in seconds. */
    GuardedJvm patience(int seconds) {
        patienceS = seconds;
        return this;
    }

    /** Writes a file below the JVM's folder. */
    GuardedJvm file(String name, String text) throws IOException {
        final Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Runs a main class to its end. */
    Result run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return tool("java", command.toArray(new String[0]));
    }

    /** Runs a program of the JDK to its end; the flags are for {@code java} alone. */
    Result tool(String name, String... arguments) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(folder.resolve("tmp"));
        final List<String> command = new ArrayList<>();
        command.add(home.resolve("bin").resolve(name).toString());
        if (name.equals("java")) {
            command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
            command.add("-Duser.home=" + folder.resolve("home"));
            command.add("-XX:-UsePerfData");
            command.addAll(flags);
        }
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("REMIT_") || key.startsWith("JAVA_TOOL"));
        builder.environment().put("HOME", folder.resolve("home").toString());
        builder.environment().putAll(environment);
        final File out = folder.resolve("stdout").toFile();
        final File err = folder.resolve("stderr").toFile();
        final Process process = builder.redirectOutput(out).redirectError(err).start();
        if (!process.waitFor(patienceS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("not ended after " + patienceS + " s: " + command);
        }
        return new Result(process.exitValue(), text(out), text(err));
    }

    /** Reads a journal as an operator does. */
    Result audit(String command, String... arguments) throws IOException, InterruptedException {
        final List<String> all = new ArrayList<>(List.of("-jar", jar().toString(), "audit", command));
        all.addAll(List.of(arguments));
        return new GuardedJvm(folder).tool("java", all.toArray(new String[0]));
    }

    private static String text(File file) throws IOException {
        return Files.readString(file.toPath(), StandardCharsets.UTF_8);
    }

    /** How it ended. */
    record Result(int status, String out, String err) {
        List<String> errLines() {
            return err.lines().toList();
        }
    }
}
