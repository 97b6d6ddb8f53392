package dev.remit.bench.journal;

import dev.remit.bench.run.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A Chronicle Queue to which callers append themselves. */
@State(Scope.Benchmark)
public class ChronicleState {
    /** As long as a {@link TypicalDecision}'s record. */
    static final int RECORD_BYTES = 416;

    @SuppressWarnings("NullAway.Init") // set by JMH
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set by JMH
    private SingleChronicleQueue queue;

    /** Opens it. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        System.setProperty("chronicle.analytics.disable", "true");
        folder = Scratch.folder("chronicle");
        queue = SingleChronicleQueueBuilder.binary(folder.resolve("queue").toFile())
                .rollCycle(RollCycles.FAST_HOURLY)
                .blockSize(16 << 20)
                .build();
    }

    /** Removes it. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        queue.close();
        Scratch.remove(folder);
    }

    /** A thread's own appender. */
    @State(Scope.Thread)
    public static class Caller {
        private final byte[] record = new byte[RECORD_BYTES];

        @SuppressWarnings("NullAway.Init") // set by JMH
        private ExcerptAppender appender;

        /** Makes it, on the thread that uses it. */
        @Setup(Level.Trial)
        public void open(ChronicleState state) {
            appender = state.queue.createAppender();
        }

        void append() {
            try (DocumentContext document = appender.writingDocument()) {
                document.wire().bytes().write(record);
            }
        }
    }
}
