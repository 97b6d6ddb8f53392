package dev.remit.it.vaultjavadriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Recorded;
import dev.remit.it.SecretUse;
import dev.remit.it.vault.VaultStub;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VaultJavaDriverTwins {
    private final VaultStub stub = new VaultStub()
            .with("it/allowed", Map.of("password", "the-allowed-vjd-value"))
            .with("it/denied", Map.of("password", "the-denied-vjd-value"));
    private final Recorded recorded = new Recorded();

    private static Stream<Arguments> everyWay() {
        return Stream.of(Driver.values())
                .flatMap(driver -> Stream.of(Way.values()).map(way -> Arguments.of(driver, way)));
    }

    @AfterEach
    void close() {
        stub.close();
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void shouldGuardEveryReadHoweverItIsCalled(Driver driver, Way way) throws Throwable {
        assertThat(driver.read(way, url(), "secret/it/allowed")).asString().contains("the-allowed-vjd-value");
        final Throwable refusal = catchThrowable(() -> driver.read(way, url(), "secret/it/denied"));

        assertThat(refusal)
                .isExactlyInstanceOf(driver.refusal())
                .hasMessageContaining(
                        "Remit refused this call: action=FetchSecret; resource=Secret/vault/secret/data/it/denied;")
                .hasMessageContaining("policy=denied-vault-secrets; reason=the payment key is not for agents;"
                        + " instead=ask a person to pay;");
        assertTwins("secret/data/it/allowed", "secret/data/it/denied");
    }

    @ParameterizedTest
    @EnumSource(Driver.class)
    void shouldKnowASecretOfTheUnversionedEngineByItsPath(Driver driver) throws Throwable {
        final Object logical = driver.logical(driver.client(url(), 1));

        assertThat(driver.read(logical, "kv1/it/allowed")).asString().contains("the-allowed-vjd-value");
        assertThat(catchThrowable(() -> driver.read(logical, "kv1/it/denied")))
                .isExactlyInstanceOf(driver.refusal())
                .hasMessageContaining("resource=Secret/vault/kv1/it/denied;");
        assertTwins("kv1/it/allowed", "kv1/it/denied");
    }

    @ParameterizedTest
    @EnumSource(Driver.class)
    void shouldGuardAnAccountThatIsMadeForARole(Driver driver) throws Throwable {
        final Object client = driver.client(url(), 1);

        assertThat(driver.account(client, "it-allowed")).asString().contains("the-allowed-vjd-value");
        assertThat(catchThrowable(() -> driver.account(client, "it-denied")))
                .isExactlyInstanceOf(driver.refusal())
                .hasMessageContaining("resource=Secret/vault/database/creds/it-denied;");
        assertTwins("database/creds/it-allowed", "database/creds/it-denied");
    }

    @ParameterizedTest
    @EnumSource(Driver.class)
    void shouldGuardWhatIsUnwrapped(Driver driver) throws Throwable {
        stub.with("wrapped", Map.of("password", "wrapped-for-" + driver));
        final Object client = driver.client(url(), 1);

        assertThat(AgentWork.inSession("s-wrapped", () -> driver.unwrap(client)))
                .asString()
                .contains("wrapped-for-" + driver);
        SecretUse.of("wrapped-for-" + driver);
        assertThat(catchThrowable(() -> driver.unwrap(client)))
                .isExactlyInstanceOf(driver.refusal())
                .hasMessageContaining("resource=Secret/vault/sys/wrapping/unwrap;");

        assertTwins("sys/wrapping/unwrap", "sys/wrapping/unwrap");
        assertThat(recorded.decisions("tool").get(1).path("arguments").asText())
                .isEqualTo(SecretUse.arguments("«secret:vault/sys/wrapping/unwrap»"));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void shouldRedactWhatWasRead(Driver driver, Way way) throws Throwable {
        stub.with("it/allowed", Map.of("password", "password-for-" + driver + way));

        driver.read(way, url(), "secret/it/allowed");
        SecretUse.of("password-for-" + driver + way);

        assertThat(recorded.decisions("tool").get(0).path("arguments").asText())
                .isEqualTo(SecretUse.arguments("«secret:vault/secret/data/it/allowed»"));
    }

    @ParameterizedTest
    @EnumSource(Driver.class)
    void shouldRedactTheAccountThatWasMade(Driver driver) throws Throwable {
        stub.with("it/allowed", Map.of("password", "account-for-" + driver));

        driver.account(driver.client(url(), 1), "it-allowed");
        SecretUse.of("account-for-" + driver);

        assertThat(recorded.decisions("tool").get(0).path("arguments").asText())
                .isEqualTo(SecretUse.arguments("«secret:vault/database/creds/it-allowed»"));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void shouldRecordTheRequestAsAChildOfTheFetch(Driver driver, Way way) throws Exception {
        AgentWork.inSession("s-vault", unchecked(driver, way));

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "secret", "http");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-vault"));
        assertThat(decisions.subList(1, 3))
                .extracting(d -> d.path("parent").asLong())
                .containsExactly(
                        decisions.get(0).path("call").asLong(),
                        decisions.get(1).path("call").asLong());
    }

    private Callable<Object> unchecked(Driver driver, Way way) {
        return () -> {
            try {
                return driver.read(way, url(), "secret/it/allowed");
            } catch (Throwable t) {
                throw new AssertionError(t);
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Driver.class)
    void shouldRefuseEveryOtherSpelling(Driver driver) throws Throwable {
        final Object versioned = driver.logical(driver.client(url(), 2));
        final Object unversioned = driver.logical(driver.client(url(), 1));
        for (String path : List.of(
                "secret//it/denied/", "secret/x/../it/denied", "secret/it/%64enied", "secret/it/denied?version=1")) {
            assertThat(catchThrowable(() -> driver.read(versioned, path)))
                    .as(path)
                    .isExactlyInstanceOf(driver.refusal())
                    .hasMessageContaining("resource=Secret/vault/secret/data/it/denied;");
        }
        for (String path : List.of("kv1/it/allowed/../denied", "/kv1/it/denied", "kv1/it/denied#x")) {
            assertThat(catchThrowable(() -> driver.read(unversioned, path)))
                    .as(path)
                    .isExactlyInstanceOf(driver.refusal())
                    .hasMessageContaining("resource=Secret/vault/kv1/it/denied;");
        }
        assertThat(stub.requests()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Driver.class)
    void shouldTakeARetryForAPartOfTheFetch(Driver driver) throws Throwable {
        stub.overloaded(Map.of("password", "the-overloaded-value"), 2);

        assertThat(driver.read(driver.logical(driver.client(url(), 2)), "secret/it/overloaded"))
                .asString()
                .contains("the-overloaded-value");

        assertThat(stub.requests()).isEqualTo(3);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).hasSize(1);
        assertThat(recorded.outcomes(fetches.get(0))).isEqualTo(1);
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource(Driver.class)
    void shouldRecordAFetchThatFails(Driver driver) throws Throwable {
        final Throwable thrown =
                catchThrowable(() -> driver.read(driver.logical(driver.client(url(), 2)), "secret/it/broken"));

        assertThat(thrown).isExactlyInstanceOf(driver.refusal());
        assertThat(thrown.getMessage()).doesNotContain("Remit");
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).hasSize(1);
        assertThat(recorded.outcomes(fetches.get(0))).isEqualTo(1);
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("error");
    }

    @ParameterizedTest
    @EnumSource(Driver.class)
    void shouldRecordAFetchOfWhichTheRequestItselfIsRefused(Driver driver) throws Throwable {
        final Object denied = driver.logical(driver.client(url().replace("localhost", "127.0.0.1"), 2));

        assertThat(catchThrowable(() -> driver.read(denied, "secret/it/allowed")))
                .hasStackTraceContaining("Remit refused this call: action=GET");

        assertThat(stub.requests()).isZero();
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).hasSize(1);
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("error");
    }

    @ParameterizedTest
    @EnumSource(Driver.class)
    void shouldNotTakeAListingForAFetch(Driver driver) throws Throwable {
        assertThat(driver.list(driver.logical(driver.client(url(), 1)), "kv1/it"))
                .isEqualTo(List.of("allowed", "denied"));

        assertThat(recorded.decisions())
                .extracting(d -> d.path("category").asText())
                .containsExactly("http");
    }

    @ParameterizedTest
    @EnumSource(Driver.class)
    void shouldEndAFetchOfASecretThatIsMissing(Driver driver) throws Throwable {
        assertThat(driver.read(driver.logical(driver.client(url(), 2)), "secret/it/missing"))
                .isEqualTo(Map.of());

        final JsonNode fetch = recorded.decisions("secret").get(0);
        assertThat(recorded.outcomes(fetch)).isEqualTo(1);
        assertThat(recorded.outcome(fetch).path("outcome").asText()).isEqualTo("ok");
    }

    private void assertTwins(String allowed, String denied) {
        assertThat(stub.requests()).isEqualTo(1);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(fetches)
                .extracting(d -> d.path("resource").asText())
                .containsExactly("Remit::Secret::\"vault/" + allowed + "\"", "Remit::Secret::\"vault/" + denied + "\"");
        assertThat(fetches).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcome(fetches.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    private String url() {
        return "http://localhost:" + stub.port();
    }
}
