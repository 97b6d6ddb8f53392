package dev.remit.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a part measures with.
 *
 * @param jdks to measure on, the oldest first
 * @param work a folder for what a measurement leaves
 * @param raw the folder for what the harness itself wrote down
 */
public record Bench(Effort effort, List<Jdk> jdks, Path work, Path raw, Progress progress) {
    /** The JDK for what does not differ much from one to the next. */
    public Jdk jdk() {
        return jdks.get(0);
    }

    /** Benchmarks in JVMs without an option. */
    public Jmh jmh(Jdk jdk) {
        return new Jmh(jdk, work, raw, progress, jdk.toString());
    }

    /** Benchmarks in JVMs under a guard. Journals of earlier ones are gone. */
    public Jmh jmh(Jdk jdk, Guard guard) throws IOException {
        Scratch.remove(guard.journal(work));
        return new Jmh(jdk, work, raw, progress, jdk + ", " + guard).jvm(guard.options(work, Guard.SETTINGS));
    }

    /** A JVM without an option. */
    public Jvm jvm(Jdk jdk) throws IOException {
        return Jvm.of(jdk, work);
    }

    /** A JVM under a guard. Journals of earlier ones are gone. */
    public Jvm jvm(Jdk jdk, Guard guard) throws IOException {
        return jvm(jdk, guard, Guard.SETTINGS);
    }

    /** A JVM under a guard with a configuration of its own. Journals of earlier ones are gone. */
    public Jvm jvm(Jdk jdk, Guard guard, Path settings) throws IOException {
        Scratch.remove(guard.journal(work));
        return Jvm.of(jdk, work).with(guard.options(work, settings));
    }
}
