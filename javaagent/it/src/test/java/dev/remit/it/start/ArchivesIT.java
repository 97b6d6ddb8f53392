package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.app.Twice;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** On an archive of the application's classes, which the JVM takes in place of class files, and partly before any javaagent runs. */
class ArchivesIT {
    private static final String[] WAYS = {
        "jdk", "urlconnection", "okhttp", "socket", "file", "exec", "tool", "annotated"
    };

    @TempDir
    Path folder;

    private TwiceRun twice;
    private String classPath;

    @BeforeEach
    void begin() throws IOException {
        twice = new TwiceRun(folder);
        // Of folders a JVM makes no archive.
        classPath = String.join(
                File.pathSeparator,
                TwiceRun.pack(folder.resolve("app.jar"), TwiceRun.manifest(), Twice.class)
                        .toString(),
                TwiceRun.jarOf(OkHttpClient.class),
                TwiceRun.jarOf(ByteString.class),
                TwiceRun.jarOf(Unit.class));
    }

    @AfterEach
    void end() {
        twice.close();
    }

    private GuardedJvm.Result run(String... flags) throws IOException, InterruptedException {
        return twice.jvm(flags).classPath(classPath).run(Twice.class, twice.arguments(WAYS));
    }

    private void assertGuardedFromArchive(String... flags) throws IOException, InterruptedException {
        final Path loads = folder.resolve("loads.txt");
        final GuardedJvm.Result result = twice.jvm(flags)
                .flag("-Xlog:class+load:file=" + loads)
                .classPath(classPath)
                .run(Twice.class, twice.arguments(WAYS));
        twice.assertGuarded(result, WAYS);
        assertThat(loads)
                .content()
                .contains("okhttp3.OkHttpClient source: shared objects file")
                .contains("jdk.internal.net.http.HttpClientImpl source: shared objects file");
    }

    /** An archive of class data, of the JVM that makes none with a javaagent beside it unless it is a trial. */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_23)
    void shouldGuardWhatComesFromAnArchive() throws Exception {
        final Path archive = folder.resolve("app.jsa");
        assertThat(run("-XX:ArchiveClassesAtExit=" + archive).out()).contains("jdk 200 200");
        assertGuardedFromArchive(twice.agent(), "-XX:SharedArchiveFile=" + archive);

        assertThat(run(twice.agent(), "-XX:ArchiveClassesAtExit=" + archive).out())
                .contains("AllowArchivingWithJavaAgent");
        final Path trial = folder.resolve("trial.jsa");
        final String[] trying = {"-XX:+UnlockDiagnosticVMOptions", "-XX:+AllowArchivingWithJavaAgent"};
        assertThat(run(twice.agent(), trying[0], trying[1], "-XX:ArchiveClassesAtExit=" + trial)
                        .out())
                .contains("jdk 200 refused-GET");
        twice.assertRecorded(WAYS);
        // Whether the JVM takes it is chance: at times it leaves out all archives then.
        twice.assertGuarded(run(twice.agent(), trying[0], trying[1], "-XX:SharedArchiveFile=" + trial), WAYS);
    }

    /** A cache of loaded and linked classes: those of the application are there before {@code premain}. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void shouldGuardWhatComesFromACache() throws Exception {
        final Path cache = folder.resolve("app.aot");
        assertThat(run("--add-modules=java.instrument", "-XX:AOTCacheOutput=" + cache)
                        .out())
                .contains("jdk 200 200");
        assertGuardedFromArchive(twice.agent(), "-XX:AOTCache=" + cache);
    }
}
