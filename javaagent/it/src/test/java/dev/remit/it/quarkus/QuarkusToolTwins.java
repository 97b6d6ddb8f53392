package dev.remit.it.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that Quarkus' own executor calls, as its loop does. */
class QuarkusToolTwins {
    private static final String TOOL = "io.quarkiverse.langchain4j.runtime.tool.";

    /** What Quarkus generates for each method that is a tool, when it builds an application. */
    private static final String INVOKER = """
            public class Invoker implements io.quarkiverse.langchain4j.runtime.tool.ToolInvoker {
                public Object invoke(Object tool, Object[] arguments) throws Exception {
                    return ((java.util.concurrent.Callable<?>) tool).call();
                }

                public MethodMetadata methodMetadata() {
                    return new MethodMetadata(false, java.util.Map.of(), null, null);
                }
            }
            """;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static URLClassLoader quarkus;

    private final LocalServer server = new LocalServer();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private Recorded recorded;

    @BeforeAll
    static void load() throws Exception {
        final List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
        final StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
        for (File jar : new File("target/isolation").listFiles()) {
            if (jar.getName().matches("(quarkus-langchain4j-core|mutiny|jboss-logging)-.*")) {
                urls.add(jar.toURI().toURL());
                classPath.append(File.pathSeparator).append(jar);
            }
        }
        final Path source = Files.writeString(folder.resolve("Invoker.java"), INVOKER);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-cp", classPath.toString(), source.toString()))
                .isZero();
        quarkus = new URLClassLoader(urls.toArray(new URL[0]), QuarkusToolTwins.class.getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                // Its JSON needs all of Quarkus, and LangChain4j would take it for all tests of this JVM.
                return name.startsWith("META-INF/services/")
                        ? getParent().getResources(name)
                        : super.getResources(name);
            }
        };
    }

    @AfterAll
    static void unload() throws Exception {
        quarkus.close();
    }

    @BeforeEach
    void record() {
        Thread.currentThread().setContextClassLoader(quarkus);
        recorded = new Recorded();
    }

    @AfterEach
    void stop() {
        Thread.currentThread().setContextClassLoader(before);
        server.close();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the enumeration is another loader's
    private static ToolExecutor executor(Callable<Object> tool) throws Exception {
        final Class<?> context = quarkus.loadClass(TOOL + "QuarkusToolExecutor$Context");
        final Class model = quarkus.loadClass(TOOL + "ToolMethodCreateInfo$ExecutionModel");
        return (ToolExecutor) quarkus.loadClass(TOOL + "QuarkusToolExecutor")
                .getConstructor(context)
                .newInstance(context.getDeclaredConstructors()[0].newInstance(
                        tool,
                        "Invoker",
                        "method",
                        null,
                        Enum.valueOf(model, "NON_BLOCKING"),
                        ReturnBehavior.TO_LLM,
                        false,
                        null));
    }

    private Object get() throws Exception {
        ran.add("ran");
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(server.allowed("/tool")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static ToolExecutionResult call(boolean old, String name, Callable<Object> tool) throws Exception {
        final ToolExecutionRequest request =
                ToolExecutionRequest.builder().name(name).arguments("").build();
        return old
                ? ToolExecutionResult.builder()
                        .resultText(executor(tool).execute(request, "s-quarkus"))
                        .build()
                : executor(tool)
                        .executeWithContext(
                                request,
                                InvocationContext.builder()
                                        .chatMemoryId("s-quarkus")
                                        .interfaceName("org.acme.Assistant")
                                        .build());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGuardATool(boolean old) throws Exception {
        assertThat(call(old, "allowed_tool", this::get).resultText()).contains("hello");
        final ToolExecutionResult denied = call(old, "denied_tool", this::get);

        assertThat(denied.resultText())
                .contains("Remit refused this call: action=denied_tool; ")
                .contains("reason=this tool is not for agents; instead=use allowed_tool");
        assertThat(denied.isError()).isEqualTo(!old);
        assertThat(ran).hasSize(1);
        final List<JsonNode> decided = recorded.decisions();
        assertThat(decided)
                .extracting(d ->
                        d.path("category").asText() + " " + d.path("verdict").asText())
                .containsExactly("tool allow", "http allow", "tool deny");
        assertThat(decided)
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-quarkus"))
                .allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(decided.get(1).path("parent").asLong())
                .isEqualTo(decided.get(0).path("call").asLong());
        assertThat(recorded.decisions("tool"))
                .extracting(d -> recorded.outcome(d).path("outcome").asText())
                .containsExactly("ok", "refused");
    }

    @Test
    void shouldRecordAToolThatFails() {
        assertThatThrownBy(() -> call(false, "allowed_tool", () -> {
                    throw new IllegalStateException("no such booking");
                }))
                .hasStackTraceContaining("no such booking");

        final List<JsonNode> decided = recorded.decisions();
        assertThat(decided).hasSize(1);
        assertThat(recorded.outcome(decided.get(0)).path("outcome").asText()).isEqualTo("error");
    }
}
