package dev.remit.it.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Recorded;
import dev.remit.it.SecretUse;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PropertiesTwins {
    private static final String ALLOWED = "it.allowed-property";
    private static final String DENIED = "it.denied-property";

    private final Recorded recorded = new Recorded();

    private enum Way {
        DIRECT,
        LAMBDA,
        REFLECTION,
        METHOD_HANDLE,
        WITH_DEFAULT,
        WITH_DEFAULT_BY_REFLECTION,
        WITH_NO_DEFAULT,
        ALL,
        ALL_BY_REFLECTION;

        String get(String name) throws Throwable {
            return switch (this) {
                case DIRECT -> System.getProperty(name);
                case LAMBDA -> ((UnaryOperator<String>) System::getProperty).apply(name);
                case REFLECTION ->
                    (String) System.class.getMethod("getProperty", String.class).invoke(null, name);
                case METHOD_HANDLE ->
                    (String) MethodHandles.lookup()
                            .findStatic(System.class, "getProperty", MethodType.methodType(String.class, String.class))
                            .invoke(name);
                case WITH_DEFAULT -> System.getProperty(name, "the-default");
                case WITH_DEFAULT_BY_REFLECTION ->
                    (String) System.class
                            .getMethod("getProperty", String.class, String.class)
                            .invoke(null, name, "the-default");
                case WITH_NO_DEFAULT -> System.getProperty(name, null);
                case ALL -> System.getProperties().getProperty(name);
                case ALL_BY_REFLECTION ->
                    ((Properties) System.class.getMethod("getProperties").invoke(null)).getProperty(name);
            };
        }

        String missing() {
            return name().startsWith("WITH_DEFAULT") ? "the-default" : null;
        }
    }

    @BeforeEach
    void set() {
        System.setProperty(ALLOWED, "the-allowed-property-value");
        System.setProperty(DENIED, "the-denied-property-value");
    }

    @AfterEach
    void clear() {
        System.clearProperty(ALLOWED);
        System.clearProperty(DENIED);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldDecideEachReadOfAProperty(Way way) throws Throwable {
        assertThat(way.get(ALLOWED)).isEqualTo("the-allowed-property-value");
        System.clearProperty(ALLOWED);
        assertThat(way.get(DENIED)).isEqualTo(way.missing());

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d -> d.path("resource").asText() + d.path("verdict").asText())
                .contains(
                        "Remit::Secret::\"property/" + ALLOWED + "\"allow",
                        "Remit::Secret::\"property/" + DENIED + "\"deny");
        assertThat(decisions).hasSize(way.name().startsWith("ALL") ? 3 : 2);
        assertThat(decisions).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(decisions)
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .contains("ok", "refused");
    }

    @Test
    void shouldHandOutThePropertiesThemselvesWhereNothingIsRefused() {
        System.clearProperty(DENIED);

        assertThat(System.getProperties()).isSameAs(System.getProperties());
        System.getProperties().setProperty("it.plain", "written-through");
        assertThat(System.getProperty("it.plain")).isEqualTo("written-through");
        System.clearProperty("it.plain");
    }

    @Test
    void shouldNotDecideAPropertyThatIsNoSecretOrNotSet() {
        System.clearProperty(ALLOWED);
        System.clearProperty(DENIED);

        assertThat(System.getProperty(DENIED)).isNull();
        assertThat(System.getProperty(DENIED, "x")).isEqualTo("x");
        assertThat(System.getProperty("java.home")).isNotNull();
        assertThat(System.getProperty("IT.DENIED-PROPERTY", "x")).isEqualTo("x");
        assertThat(catchThrowable(() -> System.getProperty(null))).isInstanceOf(NullPointerException.class);
        assertThat(catchThrowable(() -> System.getProperty(""))).isInstanceOf(IllegalArgumentException.class);

        assertThat(recorded.decisions()).isEmpty();
    }

    @Test
    void shouldGuardWhatReadsAPropertyAsAnotherType() {
        System.setProperty(DENIED, "4711");

        assertThat(Integer.getInteger(DENIED)).isNull();
        assertThat(Long.getLong(DENIED, 1L)).isEqualTo(1L);
        assertThat(recorded.decisions())
                .extracting(d -> d.path("verdict").asText())
                .containsOnly("deny");
    }

    @Test
    void shouldAttributeAReadToTheAgentAndItsToolCall() throws Exception {
        AgentWork.inSession("s-properties", () -> System.getProperty(DENIED));

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "secret");
        assertThat(decisions.get(1).path("principal").asText()).startsWith("Remit::Agent::");
        assertThat(decisions.get(1).path("session").asText()).isEqualTo("s-properties");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldKeepTheValueOutOfEveryRecord(Way way) throws Throwable {
        System.setProperty(ALLOWED, "property-value-of-" + way);

        SecretUse.of(way.get(ALLOWED));

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(SecretUse.arguments("«secret:property/" + ALLOWED + "»"));
    }
}
