package dev.remit.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JVM that runs beside others until it is closed, and answers line by line. */
public final class Running implements AutoCloseable {
    private final Process process;
    private final Path errors;
    private final BufferedReader out;
    private final String firstLine;

    Running(Process process, Path errors) throws IOException {
        this.process = process;
        this.errors = errors;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.firstLine = line();
    }

    /** What it printed first. */
    public String firstLine() {
        return firstLine;
    }

    /** Has it read a line; the line that it answers with. */
    public String ask(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return line();
    }

    private String line() throws IOException {
        final String line = out.readLine();
        if (line == null) {
            process.destroy();
            throw new IOException("a JVM that was to run beside others ended:\n" + Files.readString(errors));
        }
        return line;
    }

    /** Ends what it reads, and waits until it has done what it does then. */
    public void end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
