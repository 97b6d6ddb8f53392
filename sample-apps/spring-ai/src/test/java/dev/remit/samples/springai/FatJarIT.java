package dev.remit.samples.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.samples.model.ForkedJava;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged application, alone. */
class FatJarIT {

    @Test
    void shouldStartAnswerWithTheToolsResultAndEnd() throws Exception {
        ForkedJava.Result run = ForkedJava.run(Path.of("."), Map.of(), List.of("-jar", System.getProperty("app.jar")));

        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("ready after \\d+ ms"),
                        line -> assertThat(line).isEqualTo("asked: Where is my parcel P-77?"),
                        line -> assertThat(line).isEqualTo("tool: trackParcel P-77"),
                        line -> assertThat(line)
                                .isEqualTo("answer: I asked for your parcel P-77: \"out for delivery\"."));
        assertThat(run.status()).isZero();
    }
}
