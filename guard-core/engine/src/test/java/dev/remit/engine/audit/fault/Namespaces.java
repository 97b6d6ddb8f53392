package dev.remit.engine.audit.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Linux namespaces around a JVM. They, and what is mounted in them, are gone with their last process. */
final class Namespaces {
    private Namespaces() {}

    /** The JVM is process 1, as in a container. */
    static List<String> pid() throws Exception {
        return permitted(List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"));
    }

    /**
     * A file system in memory of so many bytes at {@code folder}, seen by the JVM alone. What is in it at the JVM's end is copied to {@code out}.
     */
    static List<String> smallDisk(Path folder, long bytes, Path out) throws Exception {
        List<String> command = permitted(List.of("unshare", "--mount", "--kill-child"));
        String script = "mount -t tmpfs -o size=" + bytes + " remit-fault \"$0\" || exit 4; out=$1; shift; "
                + "\"$@\"; status=$?; mkdir -p \"$out\"; cp -a \"$0\"/. \"$out\"; exit $status";
        command.addAll(List.of("sh", "-c", script, folder.toString(), out.toString()));
        return command;
    }

    /** Root without the right to go around files' permissions. */
    static List<String> bound() throws Exception {
        return permitted(List.of(
                "setpriv",
                "--bounding-set=-dac_override,-dac_read_search",
                "--inh-caps=-dac_override,-dac_read_search"));
    }

    private static List<String> permitted(List<String> command) throws Exception {
        List<String> probe = new ArrayList<>(command);
        probe.add("true");
        int status;
        try {
            Process process = new ProcessBuilder(probe)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            status = process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (java.io.IOException notThere) {
            status = -1;
        }
        assumeTrue(
                status == 0,
                String.join(" ", command) + " is not permitted here (status " + status + "): run as root on Linux");
        return new ArrayList<>(command);
    }
}
