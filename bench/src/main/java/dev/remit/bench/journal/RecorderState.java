package dev.remit.bench.journal;

import dev.remit.bench.run.Scratch;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A recorder whose ring takes what four threads record while the drain waits for a processor. */
@State(Scope.Benchmark)
public class RecorderState {
    /** How many secrets are known. */
    @Param({"0", "20"})
    public int secrets;

    @SuppressWarnings("NullAway.Init") // set by JMH
    private Recorder recorder;

    @SuppressWarnings("NullAway.Init") // set by JMH
    private Path folder;

    /** Opens it and waits until its journal is in use. */
    @Setup(Level.Trial)
    public void open() throws IOException, InterruptedException {
        folder = Scratch.folder("journal");
        recorder = Recorder.open(new AuditSettings(folder.resolve("audit").toFile(), 32 << 20, 4096, 0, 60_000));
        for (int i = 0; i < secrets; i++) {
            recorder.secrets().learn("secret-" + i, "s3cr3t-value-number-" + i);
        }
        Thread.sleep(2_000);
    }

    /** Drains the rest and removes it. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        recorder.close();
        Scratch.remove(folder);
    }

    Recorder recorder() {
        return recorder;
    }
}
