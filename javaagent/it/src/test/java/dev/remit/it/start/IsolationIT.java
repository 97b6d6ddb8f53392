package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.app.Isolation;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application's libraries and ours, in other versions of each other, in one JVM. */
class IsolationIT {
    private static final File LIBRARIES = new File("target/isolation");

    @TempDir
    Path folder;

    @Test
    void shouldKeepTheApplicationsLibrariesAndOursApart() throws Exception {
        final String classPath = Arrays.stream(
                        Objects.requireNonNull(LIBRARIES.listFiles(), "made by the build: " + LIBRARIES))
                .map(File::getAbsolutePath)
                .collect(Collectors.joining(":", new File("target/test-classes").getAbsolutePath() + ":", ""));
        final GuardedJvm jvm = new GuardedJvm(folder)
                .file("p.cedar", "permit (principal, action, resource);")
                .guarded("mode=enforce", "policy=p.cedar", "report=off")
                .classPath(classPath);
        final GuardedJvm.Result result = jvm.run(Isolation.class);

        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("own net.bytebuddy.ByteBuddy byte-buddy-1.14.18.jar")
                .contains("own org.agrona.concurrent.UnsafeBuffer agrona-1.22.0.jar")
                .contains("own org.slf4j.LoggerFactory slf4j-api-1.7.36.jar")
                .contains("own io.grpc.Channel grpc-api-1.60.0.jar")
                .contains("own com.fasterxml.jackson.core.JsonFactory jackson-core-2.15.0.jar")
                .contains("closed RemitGate.ENGINE", "closed RemitEngine.pending", "thread remit-journal", "done")
                .doesNotContain("LEAK");
        assertThat(jvm.audit("print", "remit-audit").out()).contains("guard_started", "guard_stopped");
    }
}
