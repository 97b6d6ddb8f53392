package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.app.Loaders;
import java.nio.file.Path;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class loaders that come and go, with guarded classes of their own. */
class LoadersIT {
    @TempDir
    Path folder;

    @Test
    void shouldKeepNoneOfAThousandLoaders() throws Exception {
        try (TwiceRun twice = new TwiceRun(folder)) {
            final GuardedJvm.Result result = twice.jvm(twice.agent())
                    .run(
                            Loaders.class,
                            TwiceRun.classPath(),
                            TwiceRun.jarOf(OkHttpClient.class),
                            TwiceRun.jarOf(ByteString.class),
                            TwiceRun.jarOf(Unit.class),
                            "okhttp3.internal.http.BridgeInterceptor");

            assertThat(result.err()).isEmpty();
            assertThat(result.out()).isEqualTo("{refused=3000}\nalive 0\nunloaded true\n");
            assertThat(result.status()).isZero();
        }
    }
}
