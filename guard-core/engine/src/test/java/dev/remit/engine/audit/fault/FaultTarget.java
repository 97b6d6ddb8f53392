package dev.remit.engine.audit.fault;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.count.CountersView;
import dev.remit.engine.audit.count.GuardCounter;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.ring.RingFile;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs in a JVM of its own, to which the test does harm: records with several threads and says on standard output, in messages of nine bytes, what was
 * acknowledged and what refused. Commands come as lines on standard input; at its end the JVM ends, so that none outlives the test.
 */
final class FaultTarget {
    /** Kinds of message; a long follows. */
    static final byte ACKNOWLEDGED = 1;

    static final byte REFUSED = 2;

    /** Nanoseconds from the opening to the first acknowledgement. */
    static final byte STARTED = 3;

    /** Nanoseconds from the opening until the journal is in use and nothing is left of older rings. */
    static final byte RECOVERED = 4;

    /** The length of a text, and the text. */
    static final byte TEXT = 5;

    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);
    private static final long THREAD_IDS = 10_000_000L;
    private static final long MARKS = 900_000_000L;
    private static final long HEAP = 800_000_000L;

    private final Target.Options options;
    private final Recorder recorder;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;
    private @Nullable CountersView counters;

    private FaultTarget(Target.Options options, Recorder recorder) {
        this.options = options;
        this.recorder = recorder;
    }

    public static void main(String[] args) throws Exception {
        Target.Options options = Target.Options.parse(args);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (options.fill() > 0) {
            fill(options.ballast(), options.fill());
        }
        long start = System.nanoTime();
        Recorder recorder = open(options, commands);
        FaultTarget target = new FaultTarget(options, recorder);
        target.start(start);
        target.obey(commands);
    }

    /** A start that is refused is said, and tried again at the next line. */
    private static Recorder open(Target.Options options, BufferedReader commands) throws IOException {
        while (true) {
            try {
                AuditSettings settings =
                        new AuditSettings(options.folder(), options.ring(), 4096, options.blockMs(), 10_000);
                return options.hourly() ? Samples.open(settings, new FastClock()) : Recorder.open(settings);
            } catch (AuditException e) {
                say("start refused: " + e.getMessage());
                String line = commands.readLine();
                if (line == null) {
                    Runtime.getRuntime().halt(3);
                } else if (line.equals("free")) {
                    free(options.ballast());
                }
            }
        }
    }

    private void start(long start) {
        long first = options.first();
        if (recorder.decision(decision(first))) {
            send(ACKNOWLEDGED, first);
            send(STARTED, System.nanoTime() - start);
        } else {
            send(REFUSED, first);
        }
        watch(start);
        for (int t = 0; t < options.threads(); t++) {
            long from = first + 1 + t * THREAD_IDS;
            Thread thread = new Thread(() -> record(from), "recording-" + t);
            thread.start();
            threads.add(thread);
        }
    }

    private void record(long from) {
        DecisionEntry entry = decision(from);
        for (long id = from; !stopping; id++) {
            entry.callId = id;
            if (recorder.decision(entry)) {
                send(ACKNOWLEDGED, id);
                if (options.pauseUs() > 0) {
                    LockSupport.parkNanos(options.pauseUs() * 1_000L);
                }
            } else {
                send(REFUSED, id);
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    /** Says what becomes of older rings, and of the drain. */
    private void watch(long start) {
        Thread watch = new Thread(() -> {
            boolean recovered = false;
            String stall = "";
            String failure = "";
            while (true) {
                try {
                    if (!recovered && isJournalInUse()) {
                        recovered = true;
                        send(RECOVERED, System.nanoTime() - start);
                    }
                    stall = sayIfNew("stall: ", stall, recorder.stall());
                    failure = sayIfNew("failure: ", failure, recorder.failure());
                } catch (OutOfMemoryError meantForOthers) {
                    // Later.
                }
                LockSupport.parkNanos(2_000_000);
            }
        });
        watch.setDaemon(true);
        watch.start();
    }

    /** Its first record is there: before that its first file may be half made. */
    private boolean isJournalInUse() {
        if (RingFile.in(recorder.folder()).size() > 1) {
            return false;
        }
        try {
            if (counters == null) {
                counters = CountersView.open(recorder.folder());
            }
        } catch (AuditException e) {
            return false;
        }
        return counters != null && counters.value(GuardCounter.RECORDS_STORED) > 0;
    }

    private static String sayIfNew(String what, String before, @Nullable Throwable now) {
        String text = now == null ? "" : now.toString();
        if (!text.isEmpty() && !text.equals(before)) {
            say(what + text);
        }
        return text;
    }

    private void obey(BufferedReader commands) throws Exception {
        long marks = 0;
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            switch (line) {
                case "fill" -> fill(options.ballast(), 0);
                case "free" -> free(options.ballast());
                case "mark" -> mark(options.first() + MARKS + marks++);
                case "offer" -> offer(options.first() + MARKS + marks++);
                case "virtual" -> virtualThreads(10_000);
                case "heap" -> exhaustHeap(options.first() + HEAP);
                case "kill drain" -> throwIntoDrain();
                case "close" -> {
                    stopping = true;
                    for (Thread thread : threads) {
                        thread.join();
                    }
                    recorder.close();
                    say("closed");
                    System.exit(0);
                }
                default -> throw new IllegalArgumentException(line);
            }
            say("done: " + line);
        }
        Runtime.getRuntime().halt(3);
    }

    private void offer(long id) {
        offer(decision(id));
    }

    private void offer(DecisionEntry entry) {
        send(recorder.decision(entry) ? ACKNOWLEDGED : REFUSED, entry.callId);
    }

    private boolean isTaken(DecisionEntry entry) {
        try {
            return recorder.decision(entry);
        } catch (OutOfMemoryError meantForTheDrain) {
            return false;
        }
    }

    /** Records until one is taken, and waits until the journal has it. */
    private void mark(long id) throws Exception {
        try (JournalReader reader = JournalReader.follow(recorder.folder().toPath())) {
            while (!recorder.decision(decision(id))) {
                send(REFUSED, id);
                LockSupport.parkNanos(5_000_000);
            }
            send(ACKNOWLEDGED, id);
            while (true) {
                JournalRecord record = reader.await(1_000);
                if (record != null && record.kind().equals("decision") && record.call() == id) {
                    return;
                }
            }
        }
    }

    /** By reflection: Java 17 has none. */
    private void virtualThreads(int count) throws Exception {
        ExecutorService executor = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        for (int i = 1; i <= count; i++) {
            long id = options.first() + i;
            executor.execute(() -> {
                DecisionEntry entry = decision(id);
                entry.thread = "virtual";
                while (!recorder.decision(entry)) {
                    send(REFUSED, id);
                    LockSupport.parkNanos(1_000_000);
                }
                send(ACKNOWLEDGED, id);
            });
        }
        executor.shutdown();
        if (!executor.awaitTermination(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("virtual threads still record");
        }
    }

    /** Takes all memory, and gives it back when the drain, which makes a checkpoint each second, has found none. */
    private void exhaustHeap(long first) {
        // Nothing here may need memory of its own once there is none.
        DecisionEntry entry = decision(first);
        offer(entry);
        long[] acknowledged = new long[1 << 16];
        int offered = 0;
        int taken = 0;
        byte[][] all = new byte[1 << 20][];
        int count = 0;
        int size = 1 << 20;
        long end = 0;
        while (end == 0 || System.nanoTime() - end < 0) {
            try {
                all[count] = new byte[size];
                count++;
            } catch (OutOfMemoryError full) {
                size = Math.max(16, size / 2);
                if (size == 16) {
                    LockSupport.parkNanos(1_000_000);
                    entry.callId = first + ++offered;
                    if (isTaken(entry)) {
                        acknowledged[taken++] = entry.callId;
                    }
                    if (end == 0 && (recorder.stall() != null || recorder.failure() != null)) {
                        end = System.nanoTime() + 500_000_000L;
                    }
                }
            }
        }
        all = null;
        for (int i = 0; i < taken; i++) {
            send(ACKNOWLEDGED, acknowledged[i]);
        }
        say("without memory: taken " + taken + " of " + offered);
    }

    /** Up to Java 19 a thread can be made to throw what it never would. Chronicle Queue may take it for something of its own, so it is thrown until it ends the thread. */
    @SuppressWarnings({"deprecation", "removal"})
    private static void throwIntoDrain() throws Exception {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            while (thread.getName().equals("remit-journal") && thread.isAlive()) {
                Thread.class.getMethod("stop").invoke(thread);
                thread.join(500);
            }
        }
    }

    /** Takes the file system's space but for so many bytes. */
    private static void fill(File ballast, long free) throws IOException {
        byte[] block = new byte[4096];
        try (RandomAccessFile file = new RandomAccessFile(ballast, "rw")) {
            file.seek(file.length());
            while (ballast.getParentFile().getUsableSpace() > free) {
                file.write(block);
            }
        } catch (IOException full) {
            if (free > 0) {
                throw full;
            }
        }
    }

    private static void free(File ballast) throws IOException {
        if (!ballast.delete()) {
            throw new IOException(ballast + " can't be removed");
        }
    }

    private static DecisionEntry decision(long id) {
        return Samples.decision(id);
    }

    private static void say(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // One write, so that others' messages don't come in between.
        write(ByteBuffer.allocate(9 + bytes.length)
                .put(TEXT)
                .putLong(bytes.length)
                .put(bytes)
                .array());
    }

    private static void send(byte kind, long value) {
        write(ByteBuffer.allocate(9).put(kind).putLong(value).array());
    }

    private static void write(byte[] message) {
        try {
            OUT.write(message);
        } catch (IOException testIsGone) {
            Runtime.getRuntime().halt(3);
        }
    }

    /** An hour later at each look, which the journal's thread takes each second. */
    private static final class FastClock extends Clock {
        private final Clock real = Clock.systemUTC();
        private long looks;

        @Override
        public java.time.Instant instant() {
            // Three looks make one reading.
            return real.instant().plus(Duration.ofHours(looks++ / 3));
        }

        @Override
        public java.time.ZoneId getZone() {
            return real.getZone();
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
