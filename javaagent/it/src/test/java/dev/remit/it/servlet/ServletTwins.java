package dev.remit.it.servlet;

import static dev.remit.it.springai.ScriptedModel.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.JournalBytes;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import dev.remit.it.springai.ScriptedModel;
import dev.remit.it.springai.Tools;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import reactor.core.scheduler.Schedulers;

/** An agent that names no conversation, in servlets of an embedded Tomcat. */
class ServletTwins {
    private static final LocalServer SERVER = new LocalServer();
    private static final Tools TOOLS = new Tools(SERVER);
    private static final AtomicInteger ASKED_FOR_SESSION = new AtomicInteger();
    private static final Tomcat TOMCAT = new Tomcat();

    /** Held, for a logger that nobody holds forgets its level. */
    private static final Logger LOGGER = Logger.getLogger("org.apache");

    @TempDir
    static Path folder;

    private final Browser browser = new Browser();
    private Recorded recorded;

    /** Does what its path says, step by step. */
    static final class Steps extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            for (String step : request.getQueryString().split("-")) {
                switch (step) {
                    case "login" -> request.getSession(true);
                    case "ask" -> ask(null, false);
                    case "stream" -> ask(null, true);
                    case "named" -> ask("c-named", false);
                    case "get" -> Tools.get(SERVER.allowed("/plain"));
                    case "forward" ->
                        request.getRequestDispatcher("/steps?ask-ask").forward(request, response);
                    default -> throw new ServletException(step);
                }
            }
        }

        private static void ask(String conversation, boolean streaming) {
            final ChatClient.ChatClientRequestSpec spec = ChatClient.create(
                            new ScriptedModel(SERVER.allowed("/model")).round(call("allowed_tool", "{\"text\":\"a\"}")))
                    .prompt("go")
                    .tools(TOOLS)
                    .advisors(advisors -> {
                        if (conversation != null) {
                            advisors.param(ChatMemory.CONVERSATION_ID, conversation);
                        }
                    });
            if (streaming) {
                spec.stream().content().subscribeOn(Schedulers.parallel()).blockLast(Duration.ofSeconds(20));
            } else {
                spec.call().content();
            }
        }
    }

    /** Counts who asks for the session. */
    static final class Counting extends HttpFilter {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(
                    new HttpServletRequestWrapper(request) {
                        @Override
                        public HttpSession getSession(boolean create) {
                            ASKED_FOR_SESSION.incrementAndGet();
                            return super.getSession(create);
                        }
                    },
                    response);
        }
    }

    /** Keeps its cookies. */
    private static final class Browser {
        private final CookieManager cookies = new CookieManager();
        private final HttpClient http =
                HttpClient.newBuilder().cookieHandler(cookies).build();

        void go(String steps) throws IOException, InterruptedException {
            final int status = http.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:"
                                            + TOMCAT.getConnector().getLocalPort() + "/steps?" + steps))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
            assertThat(status).isEqualTo(200);
        }

        List<HttpCookie> cookies() {
            return cookies.getCookieStore().getCookies();
        }
    }

    @BeforeAll
    static void start() throws LifecycleException {
        LOGGER.setLevel(Level.OFF);
        TOMCAT.setBaseDir(folder.toString());
        TOMCAT.setPort(0);
        // As Tomcat's stop is arranged for in GuardedServer.
        TOMCAT.getConnector().setProperty("bindOnInit", "false");
        final Context context = TOMCAT.addContext("", folder.toString());
        Tomcat.addServlet(context, "steps", new Steps()).addMapping("/steps");
        final FilterDef counting = new FilterDef();
        counting.setFilterName("counting");
        counting.setFilter(new Counting());
        context.addFilterDef(counting);
        final FilterMap everywhere = new FilterMap();
        everywhere.setFilterName("counting");
        everywhere.addURLPattern("/*");
        context.addFilterMap(everywhere);
        TOMCAT.start();
    }

    @AfterAll
    static void stop() throws LifecycleException {
        TOMCAT.stop();
        TOMCAT.destroy();
        SERVER.close();
    }

    @BeforeEach
    void record() {
        recorded = new Recorded();
    }

    /** The sessions of the tool calls, in their order. */
    private List<String> sessions() {
        return recorded.decisions("tool").stream()
                .map(d -> d.path("session").asText())
                .toList();
    }

    @Test
    void shouldBeOneConversationAnHttpSession() throws Exception {
        browser.go("login");
        browser.go("ask");
        browser.go("ask");
        final Browser other = new Browser();
        other.go("login-ask");
        other.go("stream");

        final List<String> sessions = sessions();
        assertThat(sessions).hasSize(4).allMatch(session -> session.matches("http-[0-9a-f]{16}"));
        assertThat(sessions.get(0)).isEqualTo(sessions.get(1)).isNotEqualTo(sessions.get(2));
        assertThat(sessions.get(2)).isEqualTo(sessions.get(3));
        assertThat(recorded.decisions("tool"))
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"));
        assertThat(browser.cookies()).hasSize(1);
        assertThat(JournalBytes.filesWith(browser.cookies().get(0).getValue())).isEmpty();
        assertThat(JournalBytes.filesWith(sessions.get(0))).isNotEmpty();
    }

    @Test
    void shouldBeOneConversationARequestWhereThereIsNoHttpSession() throws Exception {
        browser.go("ask-stream");
        browser.go("ask");

        final List<String> sessions = sessions();
        assertThat(sessions).hasSize(3).allMatch(session -> session.matches("http-[0-9a-f]{16}"));
        assertThat(sessions.get(0)).isEqualTo(sessions.get(1)).isNotEqualTo(sessions.get(2));
        assertThat(browser.cookies()).isEmpty();
    }

    @Test
    void shouldBeOneConversationWhateverServletsItIsForwardedTo() throws Exception {
        browser.go("ask-forward");

        assertThat(sessions())
                .hasSize(3)
                .doesNotContain("")
                .containsOnly(sessions().get(0));
    }

    @Test
    void shouldLeaveTheFrameworksOwnConversation() throws Exception {
        browser.go("login-named-ask-named");

        assertThat(sessions()).hasSize(3).first().isEqualTo("c-named");
        assertThat(sessions().get(1)).startsWith("http-");
        assertThat(sessions()).last().isEqualTo("c-named");
    }

    @Test
    void shouldNeitherMakeAnAgentOfARequestNorAskForItsSession() throws Exception {
        final int before = ASKED_FOR_SESSION.get();
        browser.go("get");
        assertThat(ASKED_FOR_SESSION).hasValue(before);
        browser.go("get-ask-get");
        assertThat(ASKED_FOR_SESSION).hasValue(before + 1);

        final List<JsonNode> plain = recorded.decisions("http").stream()
                .filter(d -> d.path("arguments").asText().equals("/plain"))
                .toList();
        assertThat(plain)
                .hasSize(3)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Workload::"))
                .allSatisfy(d -> assertThat(d.has("session")).isFalse());
    }
}
