package dev.remit.samples.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptedModelServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Calls a tool once, then repeats what the tool said. */
    private static final Script ECHO = conversation -> {
        String result = conversation.resultOf("echo");
        return result == null
                ? new Reply.CallTool("echo", Map.of("text", conversation.user()))
                : new Reply.Say("It said: " + result);
    };

    private static final String ASKED = "{\"role\":\"user\",\"content\":\"hi\"}";
    private static final String CALLED = ASKED
            + ",{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"function\":{\"name\":\"echo\"}}]}"
            + ",{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":[{\"type\":\"text\",\"text\":\"hi you\"}]}";

    @Test
    void shouldAskForTheToolOfTheScript() throws Exception {
        try (var server = ScriptedModelServer.start(ECHO)) {
            JsonNode choice = JSON.readTree(
                            post(server, "{\"messages\":[" + ASKED + "]}").body())
                    .at("/choices/0");

            assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
            assertThat(choice.at("/message/tool_calls/0/function/name").asText())
                    .isEqualTo("echo");
            assertThat(choice.at("/message/tool_calls/0/function/arguments").asText())
                    .isEqualTo("{\"text\":\"hi\"}");
        }
    }

    @Test
    void shouldAnswerFromTheToolResult() throws Exception {
        try (var server = ScriptedModelServer.start(ECHO)) {
            JsonNode reply = JSON.readTree(
                    post(server, "{\"messages\":[" + CALLED + "]}").body());

            assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo("It said: hi you");
        }
    }

    @Test
    void shouldStreamChunksThatAddUpToTheReply() throws Exception {
        try (var server = ScriptedModelServer.start(ECHO)) {
            String words = streamed(server, CALLED, "/choices/0/delta/content");
            String arguments = streamed(server, ASKED, "/choices/0/delta/tool_calls/0/function/arguments");

            assertThat(words).isEqualTo("It said: hi you");
            assertThat(arguments).isEqualTo("{\"text\":\"hi\"}");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithARequest() throws Exception {
        try (var server = ScriptedModelServer.start(ECHO)) {
            HttpResponse<String> response = post(server, "{\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"x\"}]}");

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("tool_call_id=x");
        }
    }

    private static String streamed(ScriptedModelServer server, String messages, String pointer) throws Exception {
        String[] events = post(server, "{\"stream\":true,\"messages\":[" + messages + "]}")
                .body()
                .split("\n\n");
        assertThat(events[events.length - 1]).isEqualTo("data: [DONE]");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < events.length - 1; i++) {
            text.append(JSON.readTree(events[i].substring("data: ".length()))
                    .at(pointer)
                    .asText());
        }
        return text.toString();
    }

    private static HttpResponse<String> post(ScriptedModelServer server, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.baseUrl() + "/chat/completions"))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
