package dev.remit.engine.audit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** A JVM that records, seen from the test: what it acknowledged lies here, where no kill takes it back. */
final class Target implements AutoCloseable {
    /** Nothing takes so long but what hangs. */
    private static final long PATIENCE_S = 60;

    private final Path jdk;
    private final Process process;
    private final Path errors;
    private final Thread reader;
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong refused = new AtomicLong();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private volatile long startedNs;
    private volatile long recoveredNs;

    /**
     * What a target does.
     *
     * @param first the least of its call ids
     * @param fill leaves so many bytes of its file system free before it starts; 0 for all
     * @param hourly an hour passes each second
     */
    record Options(
            File folder,
            int ring,
            int threads,
            long first,
            int pauseUs,
            int blockMs,
            File ballast,
            long fill,
            boolean hourly) {
        static Options of(Path folder) {
            File file = folder.toFile();
            return new Options(file, 1 << 20, 4, 1, 0, 0, new File(file.getParentFile(), "ballast"), 0, false);
        }

        Options ring(int bytes) {
            return new Options(folder, bytes, threads, first, pauseUs, blockMs, ballast, fill, hourly);
        }

        Options threads(int count) {
            return new Options(folder, ring, count, first, pauseUs, blockMs, ballast, fill, hourly);
        }

        Options first(long id) {
            return new Options(folder, ring, threads, id, pauseUs, blockMs, ballast, fill, hourly);
        }

        Options pauseUs(int us) {
            return new Options(folder, ring, threads, first, us, blockMs, ballast, fill, hourly);
        }

        Options fill(long free) {
            return new Options(folder, ring, threads, first, pauseUs, blockMs, ballast, free, hourly);
        }

        Options inHours() {
            return new Options(folder, ring, threads, first, pauseUs, blockMs, ballast, fill, true);
        }

        static Options parse(String[] args) {
            return new Options(
                    new File(args[0]),
                    Integer.parseInt(args[1]),
                    Integer.parseInt(args[2]),
                    Long.parseLong(args[3]),
                    Integer.parseInt(args[4]),
                    Integer.parseInt(args[5]),
                    new File(args[6]),
                    Long.parseLong(args[7]),
                    Boolean.parseBoolean(args[8]));
        }

        private List<String> arguments() {
            return List.of(
                    folder.toString(),
                    Integer.toString(ring),
                    Integer.toString(threads),
                    Long.toString(first),
                    Integer.toString(pauseUs),
                    Integer.toString(blockMs),
                    ballast.toString(),
                    Long.toString(fill),
                    Boolean.toString(hourly));
        }
    }

    private Target(Path jdk, Process process, Path errors) {
        this.jdk = jdk;
        this.process = process;
        this.errors = errors;
        reader = new Thread(this::read, "target");
        reader.start();
    }

    /**
     * Starts one.
     *
     * @param around what the command line of the JVM is put behind, such as {@code unshare}
     * @param flags of the JVM
     */
    static Target start(Path jdk, List<String> around, List<String> flags, Options options) throws IOException {
        List<String> command = new ArrayList<>(around);
        command.add(jdk.resolve("bin/java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx256m", "-XX:-UsePerfData", "-XX:ErrorFile=/dev/stderr"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FaultTarget.class.getName()));
        command.addAll(options.arguments());
        Path errors = Files.createTempFile("remit-fault", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        return new Target(jdk, process, errors);
    }

    static Target start(Options options) throws IOException {
        return start(Jdks.own(), List.of(), List.of(), options);
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            while (true) {
                byte kind = in.readByte();
                long value = in.readLong();
                switch (kind) {
                    case FaultTarget.ACKNOWLEDGED -> acknowledged.add(value);
                    case FaultTarget.REFUSED -> refused.incrementAndGet();
                    case FaultTarget.STARTED -> startedNs = value;
                    case FaultTarget.RECOVERED -> recoveredNs = value;
                    default -> texts.add(new String(in.readNBytes((int) value), StandardCharsets.UTF_8));
                }
            }
        } catch (EOFException ended) {
            // With the process.
        } catch (IOException e) {
            texts.add("unreadable: " + e);
        }
    }

    Set<Long> acknowledged() {
        return acknowledged;
    }

    long refused() {
        return refused.get();
    }

    /** From the opening to the first acknowledgement, in nanoseconds; 0 before. */
    long startedNs() {
        return startedNs;
    }

    /** From the opening until older rings were brought in, in nanoseconds; 0 before. */
    long recoveredNs() {
        return recoveredNs;
    }

    /** What it said with that beginning, or null. */
    String said(String beginning) {
        return texts.stream()
                .filter(text -> text.startsWith(beginning))
                .findFirst()
                .orElse("");
    }

    /** Waits for something. */
    void await(String what, BooleanSupplier happened) throws Exception {
        long start = System.nanoTime();
        while (!happened.getAsBoolean()) {
            boolean over = !reader.isAlive() && !happened.getAsBoolean();
            if (over || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_S)) {
                fail(
                        "%s, of %s: said %s, %s%s",
                        what, over ? "an ended target" : "a hanging target", texts, errors(), threads());
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /** What its threads are doing; of one that runs in namespaces of its own, or has ended, nothing. */
    private String threads() throws Exception {
        Path dump = Files.createTempFile("remit-fault", ".threads");
        try {
            Process jstack = new ProcessBuilder(jdk.resolve("bin/jstack").toString(), Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(dump.toFile())
                    .start();
            if (!jstack.waitFor(10, TimeUnit.SECONDS)) {
                jstack.destroyForcibly();
            }
            return "\n" + Files.readString(dump);
        } finally {
            Files.deleteIfExists(dump);
        }
    }

    void awaitSaid(String beginning) throws Exception {
        await(beginning, () -> !said(beginning).isEmpty());
    }

    void awaitAcknowledged(int more) throws Exception {
        int before = acknowledged.size();
        await(more + " more records", () -> acknowledged.size() >= before + more);
    }

    void awaitRefused(int more) throws Exception {
        long before = refused.get();
        await(more + " more refusals", () -> refused.get() >= before + more);
    }

    /** Gives a command without waiting for its end. */
    void send(String command) throws IOException {
        process.getOutputStream().write((command + '\n').getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Gives a command and waits for its end. */
    void order(String command) throws Exception {
        long before = texts.stream().filter(("done: " + command)::equals).count();
        send(command);
        await(
                "done: " + command,
                () -> texts.stream().filter(("done: " + command)::equals).count() > before);
    }

    /** Ends it in good order. */
    void stop() throws Exception {
        send("close");
        awaitSaid("closed");
        awaitEnd();
        assertThat(process.exitValue()).as(errors()).isZero();
    }

    /** kill -9, of the JVM itself where it runs within something else. What it said until then is here when this returns. */
    void kill() throws Exception {
        ProcessHandle jvm = process.toHandle();
        // Through the handle: the process's own method would close the pipe that is still to be read.
        jvm.descendants().forEach(ProcessHandle::destroyForcibly);
        jvm.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() throws InterruptedException {
        reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_S));
        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() throws IOException {
        process.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Files.deleteIfExists(errors);
    }
}
