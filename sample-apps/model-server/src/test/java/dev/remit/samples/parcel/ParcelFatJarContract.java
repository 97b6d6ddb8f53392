package dev.remit.samples.parcel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.samples.model.ForkedJava;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each packaged Spring Boot sample does, alone and under the packaged javaagent. */
public abstract class ParcelFatJarContract {

    private static final String APP = System.getProperty("app.jar");
    private static final String REMIT = System.getProperty("remit.jar");

    @TempDir
    Path folder;

    private final String answer;

    /** @param answer the expected last line, in which frameworks differ */
    protected ParcelFatJarContract(String answer) {
        this.answer = answer;
    }

    @Test
    void shouldAnswerWithTheToolsResultAndEnd() throws Exception {
        assertAnswered(ForkedJava.run(folder, Map.of(), List.of("-jar", APP)));
    }

    @Test
    void shouldRunUnchangedUnderTheJavaagent() throws Exception {

        assertAnswered(
                ForkedJava.run(folder, Map.of("REMIT_REPORT", "off"), List.of("-javaagent:" + REMIT, "-jar", APP)));

        ForkedJava.Result audit = ForkedJava.run(
                folder, Map.of(), List.of("-jar", REMIT, "audit", "print", "--format", "jsonl", "remit-audit"));
        assertThat(audit.status()).isZero();
        assertThat(audit.out()).contains("trackParcel").contains("POST").contains("GET");
    }

    private void assertAnswered(ForkedJava.Result run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("ready after \\d+ ms"),
                        line -> assertThat(line).isEqualTo("asked: Where is my parcel P-77?"),
                        line -> assertThat(line).isEqualTo("tool: trackParcel P-77"),
                        line -> assertThat(line).isEqualTo(answer));
        assertThat(run.status()).isZero();
    }
}
