package dev.remit.it.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The Workload API of the samples for the trust domain acme.com, in a JVM of its own: nothing of it is on the tests' class path. */
final class WorkloadApi implements AutoCloseable {
    private static final String VARIABLE = "SPIFFE_ENDPOINT_SOCKET=";

    private final Process process;
    private final String address;

    /**
     * @param folder for the socket
     * @param id the path of the one SVID
     */
    WorkloadApi(Path folder, String id) throws IOException {
        final Path socket = Files.createTempDirectory(folder, "spiffe").resolve("agent.sock");
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Path.of(System.getProperty("workload-api.jar"))
                                .toAbsolutePath()
                                .toString(),
                        "--socket",
                        socket.toString(),
                        "--trust-domain",
                        "acme.com",
                        "--id",
                        id)
                .redirectErrorStream(true)
                .start();
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
    String address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
