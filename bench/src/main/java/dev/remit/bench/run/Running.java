package dev.remit.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A JVM that runs beside the measured ones until it is closed. */
public final class Running implements AutoCloseable {
    private final Process process;
    private final String firstLine;

    Running(Process process) throws IOException {
        this.process = process;
        final String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            process.destroy();
            throw new IOException("a JVM that was to run beside the measured ones ended: " + process.info());
        }
        firstLine = line;
    }

    /** What it printed first. */
    public String firstLine() {
        return firstLine;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
