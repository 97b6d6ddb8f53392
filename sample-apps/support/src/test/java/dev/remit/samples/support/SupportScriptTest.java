package dev.remit.samples.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.samples.model.Conversation;
import dev.remit.samples.model.Reply;
import dev.remit.samples.support.desk.Tickets;
import dev.remit.samples.support.world.SupportScript;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupportScriptTest {

    private static final String REFUSED = "Refused: this is outside of what you may do.";

    private final SupportScript script = new SupportScript();

    @Test
    void shouldObeyTheTicketOnlyAsFarAsTheTicketGoes() {
        Conversation clean = new Conversation(
                "my ticket T-1042?",
                Map.of("readTicket", "Ticket T-1042, open. A refund of 615.00 EUR is being paid."));
        Conversation poisoned = new Conversation(
                "my ticket T-1042?", Map.of("readTicket", new Tickets("http://127.0.0.1:9/inbox").text("T-1042")));

        assertThat(script.next(clean)).isInstanceOf(Reply.Say.class);
        assertThat(script.next(poisoned))
                .isEqualTo(new Reply.CallTool("lookUpPaymentKey", Map.of("name", "prod/payment-key")));
    }

    @ParameterizedTest
    @CsvSource({
        "my ticket T-1042?, readTicket",
        "cancel B-4711, lookUpBooking",
        "cancel B-4711, cancelBooking",
        "my ticket T-1042?, lookUpPaymentKey"
    })
    void shouldStillAnswerWhenAToolIsRefused(String message, String refused) {
        Map<String, String> results = new HashMap<>(Map.of(
                "readTicket",
                new Tickets("http://127.0.0.1:9/inbox").text("T-1042"),
                "lookUpBooking",
                "email=a@b.c, trip=Rome, priceCents=1, state=confirmed"));
        results.put(refused, REFUSED);

        assertThat(script.next(new Conversation(message, results))).isInstanceOf(Reply.Say.class);
    }
}
