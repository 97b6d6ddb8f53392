package dev.remit.samples.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application alone, in this JVM. */
class SupportAgentTest {

    private boolean answered;

    @ParameterizedTest(name = "streaming={0}")
    @ValueSource(booleans = {false, true})
    void shouldCancelRefundAndConfirmWhenTheCustomerIsHonest(boolean streaming) throws Exception {
        String story = play(Scenario.HONEST, streaming, Map.of());

        assertThat(answered).isTrue();
        assertThat(story)
                .containsSubsequence(
                        "calls     lookUpBooking", "calls     cancelBooking", "calls     refund", "calls     sendEmail")
                .contains("received: To: ada@example.com")
                .contains("Your booking B-4711 is cancelled and the money is on its way.")
                .contains("booking B-4711 is refunded")
                .contains("payment key at the outside host: no");
    }

    @ParameterizedTest(name = "streaming={0}")
    @ValueSource(booleans = {false, true})
    void shouldLoseThePaymentKeyWhenATicketIsPoisoned(boolean streaming) throws Exception {
        String story = play(Scenario.ATTACKED, streaming, Map.of());

        assertThat(answered).isTrue();
        assertThat(story)
                .containsSubsequence(
                        "calls     readTicket",
                        "calls     lookUpPaymentKey",
                        "hands out prod/payment-key",
                        "calls     notifyPartner",
                        "outside host    received: key audit, payment key: pay_key_7f3c9e51d2a84b06")
                .contains("your ticket T-1042 is in hand")
                .contains("payment key at the outside host: YES, it arrived");
    }

    @Test
    void shouldUseTheModelOfTheEnvironmentAndSayWhenItCannotBeReached() throws Exception {
        String story = play(Scenario.HONEST, false, Map.of("OPENAI_BASE_URL", "http://127.0.0.1:1/v1"));

        assertThat(answered).isFalse();
        assertThat(story).contains("agent failed").contains("customer answered: NO");
    }

    private String play(Scenario scenario, boolean streaming, Map<String, String> environment) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        answered = Main.run(
                scenario, streaming, new Story(new PrintStream(out, true, StandardCharsets.UTF_8)), environment);
        return out.toString(StandardCharsets.UTF_8);
    }
}
