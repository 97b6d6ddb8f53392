package dev.remit.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What holds besides for every HTTP client that opens WebSockets too. */
public abstract class WebSocketClientContract extends AsyncHttpClientContract {
    /** Opens a WebSocket; gives the first text that comes. */
    protected abstract CompletableFuture<String> open(String url) throws Exception;

    @Test
    void shouldGuardAWebSocketsUpgrade() throws Throwable {
        try (WebSocketServer sockets = new WebSocketServer()) {
            final String text = AgentWork.inSession(
                    "s-ws",
                    () -> open("ws://localhost:" + sockets.port() + "/chat").get(20, TimeUnit.SECONDS));
            assertThat(text).isEqualTo("hello");
            Refusals.assertRefused(() -> Refusals.get(open("ws://127.0.0.1:" + sockets.port() + "/chat")));
            assertThat(sockets.upgrades()).isEqualTo(1);
        }
        assertThat(recorded.verdicts()).containsExactly("tool allow", "http allow", "http deny");
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions.get(1).path("principal").asText()).startsWith("Remit::Agent::");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
        assertThat(recorded.outcome(decisions.get(1)).path("outcome").asText()).isEqualTo("ok");
    }
}
