package dev.remit.it.springenvironment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Recorded;
import dev.remit.it.SecretUse;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurablePropertyResolver;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import org.springframework.core.env.StandardEnvironment;

class SpringEnvironmentTwins {
    private final Recorded recorded = new Recorded();

    private enum Resolver {
        SPRING {
            @Override
            ConfigurablePropertyResolver of(MutablePropertySources sources) {
                return new PropertySourcesPropertyResolver(sources);
            }
        },
        SPRING_BOOT {
            @Override
            ConfigurablePropertyResolver of(MutablePropertySources sources) {
                return ConfigurationPropertySources.createPropertyResolver(sources);
            }
        };

        abstract ConfigurablePropertyResolver of(MutablePropertySources sources);

        ConfigurablePropertyResolver of(String... pairs) {
            final Map<String, Object> map = new java.util.HashMap<>();
            for (int i = 0; i < pairs.length; i += 2) {
                map.put(pairs[i], pairs[i + 1]);
            }
            final MutablePropertySources sources = new MutablePropertySources();
            sources.addFirst(new MapPropertySource("it", map));
            return of(sources);
        }
    }

    private enum Way {
        DIRECT,
        TYPED,
        WITH_DEFAULT,
        PLACEHOLDER,
        REFLECTION,
        METHOD_HANDLE;

        Object get(ConfigurablePropertyResolver from, String name) throws Throwable {
            return switch (this) {
                case DIRECT -> from.getProperty(name);
                case TYPED -> from.getProperty(name, Object.class);
                case WITH_DEFAULT -> from.getProperty(name, "the-default");
                case PLACEHOLDER -> from.resolvePlaceholders("${" + name + "}");
                case REFLECTION ->
                    org.springframework.core.env.PropertyResolver.class
                            .getMethod("getProperty", String.class)
                            .invoke(from, name);
                case METHOD_HANDLE ->
                    MethodHandles.publicLookup()
                            .unreflect(org.springframework.core.env.PropertyResolver.class.getMethod(
                                    "getProperty", String.class))
                            .invoke(from, name);
            };
        }

        Object missing(String name) {
            return this == WITH_DEFAULT ? "the-default" : this == PLACEHOLDER ? "${" + name + "}" : null;
        }
    }

    private static Stream<Arguments> everyWay() {
        return Stream.of(Resolver.values())
                .flatMap(resolver -> Stream.of(Way.values()).map(way -> Arguments.of(resolver, way)));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void shouldDecideEachReadOfAProperty(Resolver resolver, Way way) throws Throwable {
        final ConfigurablePropertyResolver from =
                resolver.of("it.spring.allowed", "the-allowed-one", "it.spring.denied", "the-denied-one");

        assertThat(way.get(from, "it.spring.allowed")).isEqualTo("the-allowed-one");
        assertThat(way.get(from, "it.spring.denied")).isEqualTo(way.missing("it.spring.denied"));
        assertThat(way.get(from, "it.spring.missing")).isEqualTo(way.missing("it.spring.missing"));

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d -> d.path("resource").asText() + d.path("verdict").asText())
                .containsExactly(
                        "Remit::Secret::\"property/it.spring.allowed\"allow",
                        "Remit::Secret::\"property/it.spring.denied\"deny");
        assertThat(decisions).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(recorded.outcome(decisions.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcome(decisions.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource(Resolver.class)
    void shouldNotDecideAPropertyThatIsNoSecret(Resolver resolver) {
        assertThat(resolver.of("it.plain", "plain").getProperty("it.plain")).isEqualTo("plain");

        assertThat(recorded.decisions()).isEmpty();
    }

    /** Spring Boot finds it in each of these spellings; Spring itself as it is written. */
    @ParameterizedTest
    @CsvSource({
        "it.denied-property, it.denied-property",
        "it.deniedproperty, it.denied-property",
        "it.den-ied-property, it.denied-property",
        "IT_DENIED_PROPERTY, it.denied-property",
        "it.spring.pass-word, it.spring.pass-word",
        "IT_SPRING_PASSWORD, it.spring.password",
    })
    void shouldKnowAPropertyInWhateverSpelling(String asked, String name) {
        assertThat(Resolver.SPRING.of(asked, "the-denied-one").getProperty(asked))
                .isNull();

        assertThat(recorded.decisions())
                .extracting(d -> d.path("resource").asText())
                .containsExactly("Remit::Secret::\"property/" + name + "\"");
    }

    @ParameterizedTest
    @CsvSource({"it.denied-property", "it.deniedproperty", "it.d-e-n-i-e-d-property"})
    void shouldGuardWhatSpringBootFindsUnderAnotherName(String asked) {
        final StandardEnvironment environment = new StandardEnvironment() {
            @Override
            protected ConfigurablePropertyResolver createPropertyResolver(MutablePropertySources sources) {
                return ConfigurationPropertySources.createPropertyResolver(sources);
            }
        };
        environment
                .getPropertySources()
                .addFirst(
                        new MapPropertySource("it", Map.of("it.denied-property", "the-denied-one", "it.pl-ain", "x")));
        ConfigurationPropertySources.attach(environment);

        assertThat(environment.getProperty("it.plain")).isEqualTo("x");
        assertThat(environment.getProperty(asked)).isNull();
        // Spring has asked for the variables when the environment was made.
        assertThat(recorded.decisions())
                .extracting(d -> d.path("resource").asText())
                .filteredOn(resource -> !resource.startsWith("Remit::Secret::\"env/"))
                .containsExactly("Remit::Secret::\"property/it.denied-property\"");
    }

    @ParameterizedTest
    @EnumSource(Resolver.class)
    void shouldKeepTheValueOutOfEveryRecord(Resolver resolver) {
        SecretUse.of(
                resolver.of("it.spring.allowed", "spring-value-of-" + resolver).getProperty("it.spring.allowed"));

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(SecretUse.arguments("«secret:property/it.spring.allowed»"));
    }

    @ParameterizedTest
    @EnumSource(Resolver.class)
    void shouldAttributeAReadToTheAgentAndItsToolCall(Resolver resolver) throws Exception {
        final ConfigurablePropertyResolver from = resolver.of("it.spring.allowed", "the-allowed-one");

        AgentWork.inSession("s-spring", () -> from.getProperty("it.spring.allowed"));

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "secret");
        assertThat(decisions.get(1).path("session").asText()).isEqualTo("s-spring");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
    }
}
