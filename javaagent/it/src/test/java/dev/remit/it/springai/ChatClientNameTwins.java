package dev.remit.it.springai;

import static dev.remit.it.springai.ScriptedModel.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import dev.remit.it.mcp.HttpMcpServer;
import dev.remit.it.springai.ChatClientTwins.Mode;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.SimpleLoggerAdvisor;
import org.springframework.ai.mcp.SyncMcpToolCallbackProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.support.GenericApplicationContext;

/** Chat clients that are beans, or that the application names: as whom their model and their tools are asked. */
class ChatClientNameTwins {
    private static final String SUPPORT = "Remit::Agent::\"spiffe://example.org/it/support\"";
    private static final String NAMELESS = "Remit::Agent::\"spiffe://example.org/it\"";

    private final LocalServer server = new LocalServer();
    private final Tools tools = new Tools(server);
    private final SupportTool supportTool = new SupportTool(tools.ran);
    private final ScriptedModel model = new ScriptedModel(server.allowed("/model"))
            .round(call("support_tool", "{}"))
            .round(call("allowed_tool", "{\"text\":\"a\"}"));
    private Recorded recorded;

    /** What an application makes of its chat clients. */
    @Configuration
    static class Clients {
        private final ScriptedModel model;

        Clients(ScriptedModel model) {
            this.model = model;
        }

        @Bean
        ChatClient support() {
            // With an advisor of its own, what is made of it takes its parameters along.
            return ChatClient.builder(model)
                    .defaultAdvisors(new SimpleLoggerAdvisor())
                    .build();
        }

        @Bean
        ChatClient billing() {
            return support().prompt().mutate().build();
        }

        @Bean
        @Scope("prototype")
        ChatClient own() {
            return ChatClient.builder(model)
                    .defaultAdvisors(advisors -> advisors.param("remit.agent", "support"))
                    .build();
        }

        @Bean
        Desk desk() {
            return new Desk(ChatClient.create(model));
        }
    }

    /** A bean that has a client which is none. */
    record Desk(ChatClient client) {}

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AnnotationConfigApplicationContext application() {
        final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(ScriptedModel.class, () -> model);
        context.register(Clients.class);
        context.refresh();
        return context;
    }

    /** Without the environment, which Spring reads when an application starts. */
    private List<JsonNode> decisions() {
        return recorded.decisions().stream()
                .filter(d -> !d.path("category").asText().equals("secret"))
                .toList();
    }

    /** The model is asked, the tool is called, the model is asked again, all by one and in one session. */
    private void assertIsSupport(Mode mode, ChatClient.ChatClientRequestSpec spec) {
        assertThat(mode.content(spec.tools(tools, supportTool))).isEqualTo("done");

        assertThat(tools.ran).containsExactly("support", "allowed a");
        final List<JsonNode> decisions = decisions();
        assertThat(decisions)
                .extracting(d -> d.path("category").asText())
                .containsExactly("http", "tool", "http", "tool", "http", "http");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).isEqualTo(SUPPORT))
                .allSatisfy(d -> assertThat(d.path("session").asText())
                        .isNotEmpty()
                        .isEqualTo(decisions.get(0).path("session").asText()));
    }

    private void assertIsNobody(Mode mode, ChatClient.ChatClientRequestSpec spec) {
        assertThat(mode.content(spec.tools(tools, supportTool))).isEqualTo("done");

        assertThat(tools.ran).containsExactly("allowed a");
        assertThat(decisions())
                .hasSize(6)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).isEqualTo(NAMELESS));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldActAsTheBean(Mode mode) {
        try (AnnotationConfigApplicationContext context = application()) {
            assertIsSupport(mode, context.getBean("support", ChatClient.class).prompt("go"));
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldActAsTheOtherBean(Mode mode) {
        try (AnnotationConfigApplicationContext context = application()) {
            assertIsNobody(mode, context.getBean("billing", ChatClient.class).prompt("go"));
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldActAsTheContextSays(Mode mode) {
        assertIsSupport(
                mode,
                ChatClient.builder(model)
                        .defaultAdvisors(advisors -> advisors.param("remit.agent", "support"))
                        .build()
                        .prompt("go"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldTakeTheContextsWordOverTheBeans(Mode mode) {
        try (AnnotationConfigApplicationContext context = application()) {
            assertIsNobody(
                    mode,
                    context.getBean("support", ChatClient.class)
                            .prompt("go")
                            .advisors(advisors -> advisors.param("remit.agent", "billing")));
        }
    }

    @Test
    void shouldTakeTheContextsWordForABeanOfAnotherName() {
        try (AnnotationConfigApplicationContext context = application()) {
            assertIsSupport(
                    Mode.CALL, context.getBean("own", ChatClient.class).prompt().user("go"));
        }
    }

    @Test
    void shouldKnowABeanThatASupplierMakes() {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.registerBean("support", ChatClient.class, () -> ChatClient.create(model));
            context.refresh();
            assertIsSupport(Mode.CALL, context.getBean(ChatClient.class).prompt("go"));
        }
    }

    @Test
    void shouldNotNameAClientThatABeanHas() {
        try (AnnotationConfigApplicationContext context = application()) {
            assertIsNobody(Mode.CALL, context.getBean(Desk.class).client().prompt("go"));
        }
    }

    @Test
    void shouldNotNameAClientThatIsMadeOfABean() {
        try (AnnotationConfigApplicationContext context = application()) {
            assertIsNobody(
                    Mode.CALL,
                    context.getBean("support", ChatClient.class)
                            .mutate()
                            .build()
                            .prompt("go"));
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldActAsItselfInAnotherAgentsConversation(Mode mode) throws Exception {
        try (AnnotationConfigApplicationContext context = application()) {
            final ChatClient support = context.getBean("support", ChatClient.class);
            AgentWork.inSession(
                    "s-outer", () -> mode.content(support.prompt("go").tools(tools, supportTool)));
        }
        assertThat(tools.ran).containsExactly("support", "allowed a");
        final List<JsonNode> decisions = decisions();
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-outer"));
        assertThat(decisions.get(0).path("principal").asText()).isEqualTo(NAMELESS);
        assertThat(decisions.subList(1, 7))
                .allSatisfy(d -> assertThat(d.path("principal").asText()).isEqualTo(SUPPORT));
    }

    /** The client for MCP servers has a name that would be permitted, were it not this agent's work. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldActAsItselfThroughAnMcpClient(Mode mode) {
        try (HttpMcpServer mcp = new HttpMcpServer("credential");
                McpSyncClient desk = McpClient.sync(HttpClientStreamableHttpTransport.builder(mcp.url())
                                .build())
                        .clientInfo(dev.remit.it.mcp.Api.implementation("desk"))
                        .build()) {
            desk.initialize();
            recorded = new Recorded();
            final ScriptedModel asking = new ScriptedModel(server.allowed("/model")).round(call("desk_tool", "{}"));
            final ChatClient.ChatClientRequestSpec request = ChatClient.builder(asking)
                    .defaultAdvisors(advisors -> advisors.param("remit.agent", "support"))
                    .build()
                    .prompt("go");
            assertThat(mode.content(Api.tools(
                            request,
                            SyncMcpToolCallbackProvider.builder()
                                    .mcpClients(desk)
                                    .toolNamePrefixGenerator((info, tool) -> tool.name())
                                    .build()
                                    .getToolCallbacks())))
                    .isEqualTo("done");
            assertThat(mcp.runs()).isZero();
            final JsonNode denied = recorded.decisions("tool").get(0);
            assertThat(denied.path("verdict").asText()).isEqualTo("deny");
            assertThat(denied.path("principal").asText()).isEqualTo(SUPPORT);
        }
    }
}
