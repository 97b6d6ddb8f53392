package dev.remit.bench.journal;

import dev.remit.bench.run.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Log4j as it is fastest: every logger asynchronous, without garbage, into a file. */
@State(Scope.Benchmark)
public class Log4jState {
    private final StringBuilder text = new StringBuilder("x".repeat(ChronicleState.RECORD_BYTES));

    @SuppressWarnings("NullAway.Init") // set by JMH
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set by JMH
    private Logger logger;

    /** Opens the file. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        folder = Scratch.folder("log4j");
        System.setProperty("remit.bench.log", folder.resolve("bench.log").toString());
        logger = LogManager.getLogger("bench");
    }

    /** Removes it. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        LogManager.shutdown();
        Scratch.remove(folder);
    }

    void log() {
        logger.info(text);
    }
}
