package dev.remit.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/**
 * What this guarded JVM has recorded, read as an operator reads it while the application runs:
 * {@code java -jar remit.jar audit tail}. One reader for all tests of the JVM.
 */
public final class Records {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long MARK_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final List<JsonNode> ALL = new ArrayList<>();

    private static Process tail;

    private Records() {}

    /** Where the records stand now, for {@link #since}. Waits until what was recorded so far has been read. */
    public static synchronized int mark() {
        start();
        final long start = System.nanoTime();
        do {
            // Again and again: what was recorded before the reader stood at the journal's end does not come.
            final String name = "mark-" + System.nanoTime();
            refusedConnect(name);
            if (isShown(record -> record.path("resource").asText().contains(name), MARK_NS)) {
                return ALL.size();
            }
        } while (System.nanoTime() - start < PATIENCE_NS);
        throw new AssertionError("the journal does not show its mark; it shows " + ALL.size() + " records");
    }

    private static void refusedConnect(String name) {
        // A read of an unset variable is no record; a refused connection is, and names what we choose.
        try (java.net.Socket socket = new java.net.Socket()) {
            // Without a time limit: one of a millisecond may be over before the JDK comes to where the call is decided.
            socket.connect(java.net.InetSocketAddress.createUnresolved(name, 1));
        } catch (IOException | RuntimeException expected) {
            // refused, or unresolved: either way the call was decided and recorded
        }
    }

    /** The records of one kind after a mark, once at least {@code count} of them are there. */
    public static List<JsonNode> since(int mark, String kind, int count) {
        await(unused -> matching(mark, kind).size() >= count);
        return matching(mark, kind);
    }

    private static synchronized List<JsonNode> matching(int mark, String kind) {
        final List<JsonNode> found = new ArrayList<>();
        for (JsonNode record : ALL.subList(mark, ALL.size())) {
            if (record.path("kind").asText().equals(kind)) {
                found.add(record);
            }
        }
        return found;
    }

    private static void await(Predicate<JsonNode> wanted) {
        if (!isShown(wanted, PATIENCE_NS)) {
            synchronized (Records.class) {
                throw new AssertionError("the journal does not show it; it shows " + ALL);
            }
        }
    }

    private static boolean isShown(Predicate<JsonNode> wanted, long patienceNs) {
        final long start = System.nanoTime();
        while (System.nanoTime() - start < patienceNs) {
            synchronized (Records.class) {
                for (JsonNode record : ALL) {
                    if (wanted.test(record)) {
                        return true;
                    }
                }
                try {
                    Records.class.wait(50);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }
        return false;
    }

    private static void start() {
        if (tail != null) {
            return;
        }
        // One class run by name is run by both executions; the one without a guard has nothing to show.
        Assumptions.assumeTrue(Boolean.getBoolean("remit.it.guarded"), "not the guarded execution");
        try {
            tail = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-jar",
                            System.getProperty("remit.jar"),
                            "audit",
                            "tail",
                            "-f",
                            "-n",
                            "0",
                            "--format",
                            "jsonl",
                            System.getProperty("remit.audit.dir"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(tail::destroy));
        final Thread reader = new Thread(Records::read, "records");
        reader.setDaemon(true);
        reader.start();
    }

    private static void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(tail.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (Records.class) {
                    ALL.add(JSON.readTree(line));
                    Records.class.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
