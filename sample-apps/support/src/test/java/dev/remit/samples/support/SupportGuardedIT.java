package dev.remit.samples.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.samples.model.ForkedJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged application in a JVM of its own, alone and under the packaged javaagent. */
class SupportGuardedIT {

    private static final Path TOP = Path.of(System.getProperty("top"));
    private static final Path APP = Path.of(System.getProperty("app.jar"));
    private static final Path REMIT = Path.of(System.getProperty("remit.jar"));
    private static final String KEY = "pay_key_7f3c9e51d2a84b06";

    @TempDir
    Path journal;

    @ParameterizedTest(name = "streaming={0}")
    @ValueSource(booleans = {false, true})
    void shouldLoseThePaymentKeyWithoutTheJavaagent(boolean streaming) throws Exception {
        ForkedJava.Result run = play("attacked", "none", streaming);

        assertThat(run.out())
                .contains("outside host    received: key audit, payment key: " + KEY)
                .contains("YES, it arrived");
        assertAnswered(run);
    }

    @ParameterizedTest(name = "streaming={0}")
    @ValueSource(booleans = {false, true})
    void shouldRefuseToFetchTheSecretUnderStrict(boolean streaming) throws Exception {
        ForkedJava.Result run = play("attacked", "strict", streaming);

        assertThat(run.out())
                .contains("agent calls     lookUpPaymentKey")
                .doesNotContain("hands out")
                .doesNotContain("agent calls     notifyPartner")
                .doesNotContain(KEY)
                .contains("payment key at the outside host: no");
        assertAnswered(run);
    }

    @ParameterizedTest(name = "streaming={0}")
    @ValueSource(booleans = {false, true})
    void shouldFetchTheSecretAndRefuseToPostItUnderEgress(boolean streaming) throws Exception {
        ForkedJava.Result run = play("attacked", "egress", streaming);

        assertThat(run.out())
                .contains("hands out prod/payment-key")
                .contains("agent calls     notifyPartner")
                .contains("no-outside-hosts")
                .doesNotContain("outside host    received")
                .contains("payment key at the outside host: no");
        assertAnswered(run);
    }

    @ParameterizedTest(name = "policy={0} streaming={1}")
    @CsvSource({"strict,false", "strict,true", "egress,false", "egress,true"})
    void shouldServeAnHonestCustomerUnderEachPolicy(String policy, boolean streaming) throws Exception {
        ForkedJava.Result run = play("honest", policy, streaming);

        assertThat(run.out()).contains("booking B-4711 is refunded").contains("received: To: ada@example.com");
        assertAnswered(run);
    }

    @ParameterizedTest(name = "policy={0}")
    @CsvSource({"strict,FetchSecret,aws-sm/prod/payment-key", "egress,POST,127.0.0.1"})
    void shouldRecordTheRefusalAndNeverTheSecret(String policy, String action, String resource) throws Exception {
        play("attacked", policy, false);

        ForkedJava.Result refused = audit("--verdict", "deny");
        assertThat(refused.status()).isZero();
        assertThat(refused.err()).isEmpty();
        assertThat(refused.out()).contains(action).contains(resource).doesNotContain("readTicket");
        assertThat(audit().out()).contains("readTicket", "lookUpPaymentKey").doesNotContain(KEY);
        for (Path file : filesOfTheJournal()) {
            assertThat(Files.readString(file, ISO_8859_1).contains(KEY))
                    .as("%s holds the secret", file)
                    .isFalse();
        }
    }

    private ForkedJava.Result audit(String... options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("-jar", REMIT.toString(), "audit", "print", "--format", "jsonl"));
        command.addAll(List.of(options));
        command.add(journal.resolve("audit").toString());
        return ForkedJava.run(TOP, Map.of(), command);
    }

    private List<Path> filesOfTheJournal() throws IOException {
        try (Stream<Path> files = Files.walk(journal)) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private static void assertAnswered(ForkedJava.Result run) {
        assertThat(run.out()).contains("agent answers").contains("customer answered: yes");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
    }

    private ForkedJava.Result play(String scenario, String policy, boolean streaming) throws Exception {
        List<String> command = new ArrayList<>();
        if (!policy.equals("none")) {
            command.add("-javaagent:" + REMIT + "=sample-apps/support/policies/" + policy + "/remit.properties");
        }
        command.addAll(List.of("-jar", APP.toString(), scenario));
        if (streaming) {
            command.add("--streaming");
        }
        return ForkedJava.run(
                TOP, Map.of("REMIT_AUDIT_DIR", journal.resolve("audit").toString(), "REMIT_REPORT", "off"), command);
    }
}
