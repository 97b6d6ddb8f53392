package dev.remit.it.methodtool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.Recorded;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools that no framework calls: methods of the application, each way they can be called. */
class MethodToolTwins {
    enum Way {
        DIRECT,
        REFLECTION,
        METHOD_HANDLE,
        METHOD_REFERENCE,
        PROXY,
        SUBCLASS
    }

    private static final String REFUSED = "Remit refused this call";

    private Recorded recorded;

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    @ParameterizedTest
    @EnumSource
    void shouldCallAnAllowedMethod(Way way) throws Throwable {
        assertThat(pay(way, new Bank.Generous(0), "alice", 100)).isEqualTo("paid alice 100 1");
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).hasSize(1);
        final JsonNode decision = decisions.get(0);
        assertThat(decision.path("category").asText()).isEqualTo("tool");
        assertThat(decision.path("action").asText()).isEqualTo("Remit::Action::\"pay\"");
        assertThat(decision.path("arguments").asText()).isEqualTo("{\"to\":\"alice\",\"cents\":100}");
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseADeniedMethod(Way way) {
        final Bank bank = new Bank.Generous(0);
        assertThatThrownBy(() -> pay(way, bank, "alice", 101))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining(REFUSED);
        assertThat(bank.runs).hasValue(0);
        assertThat(recorded.decisions())
                .extracting(decision -> decision.path("verdict").asText())
                .containsExactly("deny");
        assertThat(recorded.outcome(recorded.decisions().get(0)).path("outcome").asText())
                .isEqualTo("refused");
    }

    @Test
    void shouldAskAgainWhatASubclassMakesOfTheArguments() {
        final Bank bank = new Bank.Generous(50);
        assertThat(bank.pay("alice", 50)).isEqualTo("paid alice 100 1");
        assertThatThrownBy(() -> bank.pay("alice", 51)).isInstanceOf(SecurityException.class);
        assertThat(bank.runs).hasValue(1);
        assertThat(recorded.decisions())
                .extracting(decision -> decision.path("verdict").asText())
                .containsExactly("allow", "allow", "allow", "deny");
    }

    @Test
    void shouldGuardALambdaOfTheInterfaceWhereItIsAClass() {
        final Bank bank = new Bank();
        final BiFunction<String, Long, String> reference = bank::pay;
        assertThat(reference.apply("alice", 1L)).isEqualTo("paid alice 1 1");
        assertThatThrownBy(() -> reference.apply("mallory", 1L)).isInstanceOf(SecurityException.class);
    }

    @Test
    void shouldFailTheFutureOfADeniedMethod() {
        final Bank bank = new Bank();
        assertThat(bank.payLater("alice", 3).toCompletableFuture().join()).isEqualTo("paid alice 3 1");
        assertThatThrownBy(
                        () -> bank.payLater("alice", 300).toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining(REFUSED);
        assertThat(bank.runs).hasValue(1);
        assertThat(recorded.decisions())
                .extracting(decision -> decision.path("action").asText()
                        + ' '
                        + decision.path("verdict").asText())
                .containsExactly(
                        "Remit::Action::\"pay_later\" allow",
                        "Remit::Action::\"pay\" allow",
                        "Remit::Action::\"pay_later\" deny");
        assertThat(recorded.decisions().get(1).path("parent").asLong())
                .isEqualTo(recorded.decisions().get(0).path("call").asLong());
        assertThat(recorded.outcome(recorded.decisions().get(0)).path("outcome").asText())
                .isEqualTo("ok");
    }

    @Test
    void shouldReadArgumentsOfEachKind() {
        final Bank bank = new Bank();
        final Duration within = Duration.ofMinutes(1);
        final Currency other = Currency.getInstance("CHF");
        bank.convert(Bank.Unit.EUR, new String[] {"a", "b"}, true, within, other);
        assertThatThrownBy(() -> bank.convert(Bank.Unit.USD, new String[] {"a"}, true, within, other))
                .isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> bank.convert(Bank.Unit.EUR, new String[] {"b"}, true, null, null))
                .isInstanceOf(SecurityException.class);
        assertThat(bank.runs).hasValue(1);
        assertThat(recorded.decisions().get(0).path("arguments").asText())
                .isEqualTo(
                        "{\"currency\":\"EUR\",\"names\":[\"a\",\"b\"],\"flag\":true,\"within\":\"PT1M\",\"other\":\"CHF\"}");
        assertThat(recorded.decisions().get(0).path("resource").asText())
                .isEqualTo("Remit::Toolset::\"dev.remit.it.methodtool.Bank\"");
    }

    @Test
    void shouldGuardAnAnnotatedMethod() {
        final Bank bank = new Bank();
        assertThat(bank.mail("alice")).isEqualTo(1);
        assertThatThrownBy(() -> bank.mail("mallory"))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining(REFUSED);
        assertThatThrownBy(Bank::unnamed).isInstanceOf(SecurityException.class);
        assertThat(bank.runs).hasValue(1);
        assertThat(recorded.decisions())
                .extracting(decision -> decision.path("action").asText()
                        + ' '
                        + decision.path("resource").asText())
                .containsExactly(
                        "Remit::Action::\"mail_send\" Remit::Toolset::\"mail\"",
                        "Remit::Action::\"mail_send\" Remit::Toolset::\"mail\"",
                        "Remit::Action::\"unnamed\" Remit::Toolset::\"dev.remit.it.methodtool.Bank\"");
    }

    @Test
    void shouldRecordWhatAMethodThrows() {
        final Payments failing = new Payments() {
            @Override
            public String pay(String to, long cents) {
                throw new UnsupportedOperationException("closed");
            }
        };
        assertThatThrownBy(() -> failing.pay("alice", 1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("closed");
        assertThat(recorded.outcome(recorded.decisions().get(0)).path("outcome").asText())
                .isEqualTo("error");
    }

    private static String pay(Way way, Bank bank, String to, long cents) throws Throwable {
        return switch (way) {
            case DIRECT ->
                new Bank() {
                    {
                        runs.set(bank.runs.get());
                    }
                }.pay(to, cents);
            case REFLECTION -> {
                try {
                    yield (String) Payments.class
                            .getDeclaredMethod("pay", String.class, long.class)
                            .invoke(bank, to, cents);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
            case METHOD_HANDLE ->
                (String) MethodHandles.lookup()
                        .findVirtual(Bank.class, "pay", MethodType.methodType(String.class, String.class, long.class))
                        .invoke(bank, to, cents);
            case METHOD_REFERENCE -> {
                final Payments reference = bank::pay;
                yield reference.pay(to, cents);
            }
            case PROXY ->
                ((Payments) Proxy.newProxyInstance(
                                Payments.class.getClassLoader(),
                                new Class<?>[] {Payments.class},
                                (proxy, method, arguments) -> {
                                    try {
                                        return method.invoke(bank, arguments);
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    }
                                }))
                        .pay(to, cents);
            case SUBCLASS -> bank.pay(to, cents);
        };
    }
}
