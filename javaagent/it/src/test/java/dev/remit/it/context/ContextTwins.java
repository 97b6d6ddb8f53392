package dev.remit.it.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.remit.api.AgentScope;
import dev.remit.api.Remit;
import dev.remit.api.Task;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The policies of {@code context.cedar}, each asked through a real AI service whose model wants one tool. */
class ContextTwins {
    private static final List<String> TOOLS = List.of(
            "refund_booking",
            "read_mailbox",
            "read_customer",
            "send_mail",
            "search_web",
            "close_books",
            "rebuild_index",
            "look_up_booking",
            "cancel_booking",
            "delete_customer",
            "rotate_key",
            "open_side_door",
            "wire_money");

    interface Assistant {
        String chat(@MemoryId String id, @UserMessage String message);
    }

    /** Bound by task.plan.agent. */
    interface Planner {
        String chat(@MemoryId String id, @UserMessage String message);
    }

    /** Wants the tool that the user's message names, as {@code name arguments}, and says then what it answered. */
    private static final class OneTool implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            final ChatMessage last = request.messages().get(request.messages().size() - 1);
            if (last instanceof ToolExecutionResultMessage result) {
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from(result.text()))
                        .build();
            }
            final String[] words = ((dev.langchain4j.data.message.UserMessage) last)
                    .singleText()
                    .split(" ", 2);
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from(ToolExecutionRequest.builder()
                            .id(UUID.randomUUID().toString())
                            .name(words[0])
                            .arguments(words.length > 1 ? words[1] : "{}")
                            .build()))
                    .build();
        }
    }

    private final String session = "session-" + UUID.randomUUID();
    private final Map<String, Runnable> inside = new ConcurrentHashMap<>();

    private <T> T service(Class<T> type) {
        final Map<ToolSpecification, ToolExecutor> tools = new LinkedHashMap<>();
        for (String name : TOOLS) {
            tools.put(ToolSpecification.builder().name(name).build(), (request, memory) -> {
                inside.getOrDefault(name, () -> {}).run();
                return "ran";
            });
        }
        return AiServices.builder(type)
                .chatModel(new OneTool())
                .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(4))
                .tools(tools)
                .build();
    }

    private final Assistant assistant = service(Assistant.class);

    /** Whether the tool ran. */
    private boolean runs(String tool) {
        return assistant.chat(session, tool).equals("ran");
    }

    private static String get(String url) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "refused";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldAskForTheIntent() {
        assertThat(Desk.isGuarded()).isTrue();
        assertThat(runs("refund_booking")).isFalse();
        try (Task task = Remit.task("plan").open()) {
            assertThat(task.id()).startsWith("plan-");
            assertThat(runs("refund_booking")).isFalse();
        }
        try (Task task = Remit.task("refund").open()) {
            assertThat(runs("refund_booking")).isTrue();
            assertThat(task.id()).startsWith("refund-");
        }
        assertThat(runs("refund_booking")).isFalse();
    }

    @Test
    void shouldAskOnWhoseBehalf() {
        try (Task task = Remit.task("mail").onBehalfOf("alice").open()) {
            assertThat(task.id()).startsWith("mail-");
            assertThat(runs("read_mailbox {\"owner\":\"alice\"}")).isTrue();
            assertThat(runs("read_mailbox {\"owner\":\"bob\"}")).isFalse();
        }
        assertThat(runs("read_mailbox {\"owner\":\"alice\"}")).isFalse();
    }

    @Test
    void shouldHoldLabelledDataWithinTheHouse() {
        try (LocalServer server = new LocalServer()) {
            final String[] answers = new String[2];
            inside.put("look_up_booking", () -> answers[0] = get(server.allowed("/before")));
            assertThat(runs("look_up_booking")).isTrue();
            assertThat(answers[0]).isEqualTo("hello");
            assertThat(runs("read_customer")).isTrue();
            inside.put("look_up_booking", () -> answers[1] = get(server.allowed("/after")));
            assertThat(runs("look_up_booking")).isTrue();
            assertThat(answers[1]).isEqualTo("refused");
            assertThat(get(server.allowed("/own"))).as("the application's own").isEqualTo("hello");
        }
    }

    @Test
    void shouldTakeALabelFromTheApplication() {
        try (LocalServer server = new LocalServer()) {
            final String[] answer = new String[1];
            inside.put("look_up_booking", () -> {
                Remit.label("customer-data");
                answer[0] = get(server.allowed("/after"));
            });
            assertThat(runs("look_up_booking")).isTrue();
            assertThat(answer[0]).isEqualTo("refused");
        }
    }

    @Test
    void shouldBoundTheRate() {
        for (int i = 0; i < 5; i++) {
            assertThat(runs("send_mail")).isTrue();
        }
        assertThat(runs("send_mail")).isFalse();
        assertThat(assistant.chat("another-" + session, "send_mail")).isEqualTo("ran");
    }

    @Test
    void shouldKeepTheBudgetExactlyWithManyThreads() throws Exception {
        final ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            final CyclicBarrier start = new CyclicBarrier(16);
            final List<Future<Boolean>> ran = IntStream.range(0, 16)
                    // A service each, and the session of all: LangChain4j's chat memory is not made for several
                    // threads.
                    .mapToObj(i -> service(Assistant.class))
                    .map(own -> pool.submit(() -> {
                        start.await();
                        return own.chat(session, "search_web").equals("ran");
                    }))
                    .toList();
            int count = 0;
            for (Future<Boolean> each : ran) {
                count += each.get() ? 1 : 0;
            }
            assertThat(count).isEqualTo(3);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void shouldKeepWhatATaskHasLeft() {
        try (Task task = Remit.task("research").budget("calls", 7).open()) {
            assertThat(runs("search_web")).isTrue();
            assertThat(runs("search_web")).isTrue();
            assertThat(runs("search_web")).isFalse();
            for (int i = 0; i < 5; i++) {
                assertThat(runs("look_up_booking")).isTrue();
            }
            assertThat(assistant.chat(session, "look_up_booking")).contains("has no calls left of its budget of 7");
            assertThat(task.id()).isNotEmpty();
        }
    }

    @Test
    void shouldKnowTheHour() {
        final ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        final boolean office = now.getDayOfWeek().getValue() <= 5 && now.getHour() >= 8 && now.getHour() < 18;
        assertThat(runs("close_books")).isEqualTo(office);
        assertThat(runs("rebuild_index")).isEqualTo(!office);
    }

    @Test
    void shouldAskForAPriorAction() {
        assertThat(runs("cancel_booking")).isFalse();
        assertThat(runs("look_up_booking")).isTrue();
        assertThat(runs("cancel_booking")).isTrue();
        assertThat(assistant.chat("another-" + session, "cancel_booking")).contains("Remit refused");
    }

    @Test
    void shouldAskForTheDelegationDepth() {
        try (Task outer = Remit.task("clean-up").open()) {
            assertThat(runs("delete_customer")).isTrue();
            try (Task inner = Remit.task("delete").open()) {
                assertThat(inner.id()).isNotEqualTo(outer.id());
                assertThat(runs("delete_customer")).isFalse();
            }
            assertThat(runs("delete_customer")).isTrue();
        }
    }

    @Test
    void shouldRefuseWhoIsNotAttested() {
        assertThat(assistant.chat(session, "rotate_key")).contains("no SVID attests this identity");
    }

    @Test
    void shouldBoundPivots() {
        assertThat(runs("open_side_door")).isTrue();
        assertThat(runs("wire_money")).isFalse();
        assertThat(runs("open_side_door")).isTrue();
        assertThat(runs("wire_money")).isFalse();
        assertThat(runs("refund_booking")).isFalse();
        assertThat(assistant.chat(session, "open_side_door")).contains("other ways were tried");
    }

    @Test
    void shouldWidenATaskByAGrant() {
        try (Task task = Remit.task("pay").tool("look_up_booking").open()) {
            assertThat(runs("wire_money")).isFalse();
            task.grant("wire_money", null, "approved by bob", Duration.ofMinutes(1), 1);
            assertThat(runs("wire_money")).isTrue();
            assertThat(runs("wire_money")).isFalse();
        }
    }

    @Test
    void shouldMakeTasksOfBoundMethods() throws Exception {
        final Recorded recorded = new Recorded();
        final Desk desk = new Desk();
        assertThat(desk.refund("alice", () -> runs("refund_booking"))).isTrue();
        assertThat(desk.refund("alice", () -> runs("read_mailbox {\"owner\":\"alice\"}")))
                .isTrue();
        assertThat(desk.refund("bob", () -> runs("read_mailbox {\"owner\":\"alice\"}")))
                .isFalse();
        assertThat(desk.chosen(() -> runs("refund_booking"))).isFalse();
        assertThat(desk.chosen(() -> runs("refund_booking"), 1)).isTrue();
        assertThat(desk.ambiguous(() -> runs("refund_booking"))).isFalse();
        final List<JsonNode> decisions = recorded.decisions("tool");
        assertThat(decisions.get(0).path("task").asText()).matches("refund-[0-9a-f]{16}");
        assertThat(decisions.get(1).path("task").asText())
                .as("each call is a task")
                .isNotEqualTo(decisions.get(0).path("task").asText());
    }

    @Test
    void shouldMakeTasksOfAnnotatedMethods() throws Exception {
        final Desk desk = new Desk();
        assertThat(desk.annotated("alice", () -> runs("read_mailbox {\"owner\":\"alice\"}")))
                .isTrue();
        assertThat(desk.annotated("alice", () -> runs("refund_booking") && !runs("refund_booking")))
                .as("the first, and not the second")
                .isTrue();
        assertThat(desk.annotated("alice", () -> runs("look_up_booking"))).isFalse();
        assertThat(desk.misspelt(() -> runs("refund_booking"))).isFalse();
        final ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            final CompletableFuture<Void> go = new CompletableFuture<>();
            final CompletableFuture<String> later = desk.annotatedLater(
                    () -> {
                        go.join();
                        return assistant.chat(session, "refund_booking");
                    },
                    pool);
            go.complete(null);
            assertThat(later.get()).isEqualTo("ran");
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void shouldMakeTasksOfAnAgentsRuns() {
        final Planner planner = service(Planner.class);
        assertThat(planner.chat(session, "refund_booking")).isEqualTo("ran");
        assertThat(runs("refund_booking")).isFalse();
    }

    @Test
    void shouldDenyWhatIsDoneInATaskThatIsOver() throws Exception {
        final Task task = Remit.task("refund").ttl(Duration.ofMillis(1)).open();
        try {
            Thread.sleep(5);
            assertThat(assistant.chat(session, "refund_booking")).contains("is past its deadline");
        } finally {
            task.close();
        }
        task.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> task.grant("wire_money", null, "too late", Duration.ofMinutes(1), 1));
    }

    @Test
    void shouldSayWhatIsNoTask() {
        assertThatIllegalArgumentException().isThrownBy(() -> Remit.task(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Remit.task("refund").ttl(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Remit.task("refund").budget("calls", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Remit.label(" "));
        try (Task outer =
                Remit.task("plan").onBehalfOf("alice").tool("look_up_booking").open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Remit.task("more").tool("wire_money").open())
                    .withMessageContaining("tool=wire_money");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Remit.task("more").onBehalfOf("bob").open())
                    .withMessageContaining(outer.id());
        }
    }

    @Test
    void shouldKnowAgentsThatTheApplicationNames() {
        try (LocalServer server = new LocalServer()) {
            final Recorded recorded = new Recorded();
            assertThat(get(server.allowed("/"))).isEqualTo("hello");
            try (AgentScope agent = Remit.agent("own", session)) {
                assertThat(agent).isNotNull();
                assertThat(get(server.allowed("/"))).isEqualTo("hello");
            }
            assertThat(recorded.decisions("http"))
                    .extracting(each -> each.path("principal").asText())
                    .containsExactly(
                            "Remit::Workload::\"spiffe://example.org/it\"",
                            "Remit::Agent::\"spiffe://example.org/it/own\"");
        }
    }

    @Test
    void shouldTellAHugeSessionIdByADigest() {
        final Recorded recorded = new Recorded();
        assertThat(assistant.chat("x".repeat(10_240), "look_up_booking")).isEqualTo("ran");
        assertThat(assistant.chat("a\u001b[2Jb\n" + session, "look_up_booking")).isEqualTo("ran");
        assertThat(recorded.decisions("tool"))
                .extracting(each -> each.path("session").asText())
                .satisfiesExactly(
                        huge -> assertThat(huge).hasSize(128).contains("xxx~"),
                        odd -> assertThat(odd).startsWith("a?[2Jb?session-").contains("~"));
    }
}
