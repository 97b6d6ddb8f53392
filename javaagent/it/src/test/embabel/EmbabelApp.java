import com.embabel.agent.api.annotation.LlmTool;
import com.embabel.agent.api.common.PlatformServices;
import com.embabel.agent.api.tool.DelegatingTool;
import com.embabel.agent.api.tool.Tool;
import com.embabel.agent.api.tool.ToolCallContext;
import com.embabel.agent.api.tool.config.ToolLoopConfiguration;
import com.embabel.agent.core.Agent;
import com.embabel.agent.core.AgentProcess;
import com.embabel.agent.core.ProcessOptions;
import com.embabel.agent.core.support.AbstractAgentProcess;
import com.embabel.agent.core.support.InMemoryBlackboard;
import com.embabel.agent.core.support.RenamedTool;
import com.embabel.agent.spi.loop.AutoCorrectionPolicy;
import com.embabel.agent.spi.loop.ExitOnEmptyPolicy;
import com.embabel.agent.spi.loop.LlmMessageResponse;
import com.embabel.agent.spi.loop.LlmMessageSender;
import com.embabel.agent.spi.loop.ToolInjectionStrategy;
import com.embabel.agent.spi.loop.ToolLoop;
import com.embabel.agent.spi.loop.support.DefaultToolLoop;
import com.embabel.agent.spi.loop.support.ParallelToolLoop;
import com.embabel.agent.spi.support.ExceptionSuppressingTool;
import com.embabel.agent.spi.support.ExecutorAsyncer;
import com.embabel.agent.spi.support.MetadataEnrichingTool;
import com.embabel.agent.spi.support.ObservabilityTool;
import com.embabel.agent.spi.support.springai.SpringToolCallbackAdapter;
import com.embabel.agent.spi.support.springai.SpringToolCallbackWrapper;
import com.embabel.chat.AssistantMessage;
import com.embabel.chat.AssistantMessageWithToolCalls;
import com.embabel.chat.Message;
import com.embabel.chat.ToolCall;
import com.embabel.chat.ToolResultMessage;
import com.embabel.chat.UserMessage;
import com.embabel.plan.Planner;
import com.embabel.plan.WorldState;
import com.embabel.plan.common.condition.WorldStateDeterminer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.embabel.agent.tools.mcp.ToolCallContextMcpMetaConverter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.function.FunctionToolCallback;

/**
 * Calls Embabel's tools in one way after the other, each time one that is permitted and then one that is not, and prints what it sees of
 * each. Compiled and run by {@code EmbabelIT}, on a JDK that reads Embabel's class files.
 */
public final class EmbabelApp {
    private static final String INPUT = "{\"amount\":1}";
    private static final List<String> RAN = new CopyOnWriteArrayList<>();
    private static final ObjectMapper JSON = new ObjectMapper();

    private EmbabelApp() {}

    /** A way to call the tool of a name. */
    private interface Way {
        Object call(String name) throws Throwable;
    }

    public static void main(String[] arguments) throws Throwable {
        final URI server = URI.create(arguments[0]);
        both("direct", name -> function(name).call(INPUT));
        both("context", name -> function(name).call(INPUT, ToolCallContext.EMPTY));
        both("aware", name -> Tool.Companion.of(name, name, Tool.Metadata.DEFAULT, (input, context) -> run(name))
                .call(INPUT, ToolCallContext.EMPTY));
        both("typed", name -> Tool.fromFunction(name, name, Map.class, String.class, input -> {
                    RAN.add(name);
                    return "ran " + name;
                })
                .call(INPUT));
        both("reflective", name -> Tool.class.getMethod("call", String.class).invoke(function(name), INPUT));
        both("handle", name -> (Object) MethodHandles.publicLookup()
                .findVirtual(Tool.class, "call", MethodType.methodType(Tool.Result.class, String.class))
                .invoke(function(name), INPUT));
        both("annotated", name -> annotated(name, server).call(INPUT));
        both("method", name -> Tool.Companion.fromMethod(
                        new Desk(server), Desk.class.getDeclaredMethod(name, int.class), JSON)
                .call(INPUT, ToolCallContext.EMPTY));
        both("own", name -> new Own(name).call(INPUT, ToolCallContext.EMPTY));
        both("below", name -> new Below(name).call(INPUT));
        both("renamed", name -> annotated(name, server)
                .withName("other")
                .withDescription("other")
                .withDefinitionMetadata("kind", "other")
                .call(INPUT));
        both("prefixed", name -> new RenamedTool(annotated(name, server), "its_" + name).call(INPUT, ToolCallContext.EMPTY));
        both("decorated", name -> decorated(annotated(name, server)).call(INPUT, ToolCallContext.EMPTY));
        both("decorator", name -> new Logging(annotated(name, server)).call(INPUT));
        both("both decorators", name -> decorated(new Logging(decorated(annotated(name, server))))
                .call(INPUT, ToolCallContext.EMPTY));
        both("spring callback", name -> new SpringToolCallbackAdapter(annotated(name, server)).call(INPUT));
        both("spring context", name -> new SpringToolCallbackAdapter(function(name))
                .call(INPUT, new ToolContext(Map.of("key", "value"))));
        both("spring tool", name -> decorated(new SpringToolCallbackWrapper(
                        FunctionToolCallback.builder(name, (Map<String, Object> input) -> {
                                    RAN.add(name);
                                    return "ran " + name;
                                })
                                .inputType(Map.class)
                                .build(),
                        ToolCallContextMcpMetaConverter.passThrough()))
                .call(INPUT));
        show("nested", Tool.create("allowed", "allowed", input -> function("denied").call(input)).call(INPUT));
        show("fetching", annotated("fetch", server).call(INPUT));
        show("failing", annotated("fail", server).call(INPUT));
        loop("loop", List.of(annotated("allowed", server), annotated("denied", server)));
        final List<Tool> offered = List.of(
                annotated("allowed", server),
                decorated(annotated("denied", server)),
                function("maybe"),
                function("never"),
                new Own("never"),
                new Logging(function("never")),
                function("allowed").withName("renamed"),
                new RenamedTool(function("never"), "wrapped"));
        new Process("process-1", () -> loop("process", offered)).tick();
        new Process("process-1", () -> show("definitions", DefaultToolCallingManager.builder()
                        .build()
                        .resolveToolDefinitions(DefaultToolCallingChatOptions.builder()
                                .toolCallbacks(
                                        new SpringToolCallbackAdapter(annotated("denied", server)),
                                        new SpringToolCallbackAdapter(decorated(annotated("fetch", server))))
                                .build())
                        .stream()
                        .map(ToolDefinition::name)
                        .toList()))
                .tick();
        new Process("process-2", () -> parallel(offered)).tick();
    }

    private static void both(String way, Way call) throws Throwable {
        show(way, call.call("allowed"));
        show(way, call.call("denied"));
    }

    private static void show(String way, Object result) {
        System.out.println(way + ": " + result + ' ' + RAN);
        RAN.clear();
    }

    private static Tool.Result run(String name) {
        RAN.add(name);
        return Tool.Result.text("ran " + name);
    }

    private static Tool function(String name) {
        return Tool.create(name, name, input -> run(name));
    }

    private static Tool annotated(String name, URI server) {
        return Tool.fromInstance(new Desk(server)).stream()
                .filter(tool -> tool.getDefinition().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** As Embabel puts its own around each tool. */
    private static Tool decorated(Tool tool) {
        return new ExceptionSuppressingTool(new MetadataEnrichingTool(new ObservabilityTool(tool, null), null));
    }

    /** Methods that are tools. */
    static final class Desk {
        private final URI server;

        Desk(URI server) {
            this.server = server;
        }

        @LlmTool(description = "allowed")
        String allowed(int amount) {
            RAN.add("allowed");
            return "ran allowed";
        }

        @LlmTool(description = "denied")
        String denied(int amount) {
            RAN.add("denied");
            return "ran denied";
        }

        @LlmTool(description = "fetch")
        String fetch(int amount) throws Exception {
            return "got "
                    + HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(server).build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode();
        }

        @LlmTool(description = "fail")
        String fail(int amount) {
            throw new IllegalStateException("out of order");
        }
    }

    /** The application's own kind of tool. */
    static class Own implements Tool {
        private final String name;

        Own(String name) {
            this.name = name;
        }

        @Override
        public Definition getDefinition() {
            return Definition.create(name, name, InputSchema.empty());
        }

        @Override
        public Result call(String input) {
            return run(name);
        }
    }

    /** One below it. */
    static final class Below extends Own {
        Below(String name) {
            super(name);
        }

        @Override
        public Result call(String input) {
            return super.call(input);
        }
    }

    /** The application's own decorator. */
    static final class Logging implements DelegatingTool {
        private final Tool delegate;

        Logging(Tool delegate) {
            this.delegate = delegate;
        }

        @Override
        public Tool getDelegate() {
            return delegate;
        }

        @Override
        public Definition getDefinition() {
            return delegate.getDefinition();
        }

        @Override
        public Result call(String input, ToolCallContext context) {
            RAN.add("logged");
            return delegate.call(input, context);
        }
    }

    /** A model that asks for the denied tool, then for the permitted one, and then says what it has heard. */
    static final class Script implements LlmMessageSender {
        private final boolean atOnce;
        private final List<String> offered = new ArrayList<>();
        private int round;

        Script(boolean atOnce) {
            this.atOnce = atOnce;
        }

        @Override
        public LlmMessageResponse call(List<? extends Message> messages, List<? extends Tool> tools) {
            offered.add(tools.stream().map(tool -> tool.getDefinition().getName()).toList().toString());
            final Message answer;
            if (atOnce && round == 0) {
                answer = new AssistantMessageWithToolCalls(List.of(ask("denied"), ask("allowed")));
            } else if (!atOnce && round < 2) {
                answer = new AssistantMessageWithToolCalls(List.of(ask(round == 0 ? "denied" : "allowed")));
            } else {
                final StringBuilder heard = new StringBuilder("heard");
                for (Message message : messages) {
                    if (message instanceof ToolResultMessage result) {
                        heard.append(" <").append(result.getContent()).append('>');
                    }
                }
                answer = new AssistantMessage(heard.toString());
            }
            round++;
            return new LlmMessageResponse(answer, answer.getContent(), null);
        }

        private static ToolCall ask(String name) {
            // As a model's answer has it: a text of its own for each call.
            return new ToolCall("id-" + name, name, new String(INPUT));
        }
    }

    private static void loop(String way, List<Tool> tools) {
        final Script model = new Script(false);
        show(way, answer(new DefaultToolLoop(
                model,
                JSON,
                ToolInjectionStrategy.Companion.getNONE(),
                5,
                null,
                List.of(),
                List.of(),
                List.of(),
                ToolCallContext.EMPTY,
                new AutoCorrectionPolicy(),
                ExitOnEmptyPolicy.INSTANCE), tools)
                + ' ' + model.offered);
    }

    private static void parallel(List<Tool> tools) {
        final ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            show("parallel", answer(new ParallelToolLoop(
                    new Script(true),
                    JSON,
                    ToolInjectionStrategy.Companion.getNONE(),
                    5,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    new ExecutorAsyncer(threads),
                    new ToolLoopConfiguration.ParallelModeProperties(
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(30),
                            ToolLoopConfiguration.ExecutorType.FIXED,
                            2,
                            Duration.ofSeconds(1)),
                    ToolCallContext.EMPTY,
                    new AutoCorrectionPolicy(),
                    ExitOnEmptyPolicy.INSTANCE), tools));
        } finally {
            threads.shutdown();
        }
    }

    private static String answer(ToolLoop loop, List<Tool> tools) {
        return loop.execute(List.of(new UserMessage("go")), tools, text -> text).getResult();
    }

    /** A process of an agent. */
    static final class Process extends AbstractAgentProcess {
        private final Runnable step;

        Process(String id, Runnable step) {
            super(
                    id,
                    null,
                    new Agent("desk", "it", "1.0.0", "desk", Set.of(), List.of(), Set.of(), null),
                    new ProcessOptions(),
                    new InMemoryBlackboard(),
                    nothing(PlatformServices.class),
                    Instant.now());
            this.step = step;
        }

        @Override
        public Planner<?, ?, ?> getPlanner() {
            throw new IllegalStateException("nothing is planned");
        }

        @Override
        protected WorldStateDeterminer getWorldStateDeterminer() {
            return nothing(WorldStateDeterminer.class);
        }

        @Override
        protected AgentProcess formulateAndExecutePlan(WorldState state) {
            step.run();
            return this;
        }
    }

    /** Does nothing, and is made of what does nothing. */
    private static <T> T nothing(Class<T> type) {
        final InvocationHandler handler = (proxy, method, arguments) -> {
            final Class<?> result = method.getReturnType();
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            return result == boolean.class ? false : result.isInterface() ? nothing(result) : null;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
