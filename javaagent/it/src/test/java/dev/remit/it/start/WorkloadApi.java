package dev.remit.it.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Workload API of the samples, in a JVM of its own. */
public final class WorkloadApi implements AutoCloseable {
    private static final String VARIABLE = "SPIFFE_ENDPOINT_SOCKET=";

    private final Process process;
    private final String address;

    /**
     * Returns when it can be asked.
     *
     * @param lifetimeS of each SVID, in seconds
     * @param ids the SVIDs' paths; without any the API denies
     */
    public WorkloadApi(Path socket, String trustDomain, int lifetimeS, String... ids) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of(System.getProperty("workload-api.jar")).toAbsolutePath().toString(),
                "--socket",
                socket.toString(),
                "--trust-domain",
                trustDomain,
                "--lifetime",
                "" + lifetimeS));
        for (String id : ids) {
            command.addAll(List.of("--id", id));
        }
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        final StringBuilder said = new StringBuilder();
        String line = out.readLine();
        while (line != null && !line.startsWith(VARIABLE)) {
            said.append(line).append('\n');
            line = out.readLine();
        }
        if (line == null) {
            close();
            throw new AssertionError("no Workload API:\n" + said);
        }
        address = line.substring(VARIABLE.length());
    }

    /** For {@code SPIFFE_ENDPOINT_SOCKET}. */
    public String address() {
        return address;
    }

    /** Ends it without a word, and does not wait for its end. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
