package dev.remit.it.mcp;

import dev.remit.it.LocalServer;
import dev.remit.it.springai.Tools;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServer.AsyncSpecification;
import io.modelcontextprotocol.server.McpServer.SyncSpecification;
import io.modelcontextprotocol.server.transport.HttpServletSseServerTransportProvider;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import reactor.core.publisher.Mono;

/** The SDK's own server in this JVM, which the guard guards, in an embedded Tomcat. */
final class GuardedServer implements AutoCloseable {
    /** What the server is, and how it is spoken to. */
    enum Kind {
        STREAMABLE_SYNC,
        STREAMABLE_ASYNC,
        SSE_SYNC,
        SSE_ASYNC,
        STATELESS_SYNC,
        STATELESS_ASYNC;

        boolean isSse() {
            return name().startsWith("SSE");
        }

        boolean isStateless() {
            return name().startsWith("STATELESS");
        }

        boolean isSync() {
            return name().endsWith("_SYNC");
        }
    }

    static final List<String> TOOLS =
            List.of("served_count", "served_denied", "served_get", "served_slow", "served_throw");

    private static final McpJsonMapper JSON = Api.json();

    /** Held, for a logger that nobody holds forgets its level. */
    private static final Logger LOGGER = Logger.getLogger("org.apache");

    private final Tomcat tomcat = new Tomcat();
    private final LocalServer elsewhere = new LocalServer();
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Runnable stop;

    @SuppressWarnings("deprecation") // the SDK speaks server-sent events still
    GuardedServer(Kind kind) {
        final HttpServlet servlet;
        if (kind.isStateless()) {
            final HttpServletStatelessServerTransport transport = HttpServletStatelessServerTransport.builder()
                    .jsonMapper(JSON)
                    .build();
            servlet = transport;
            stop = stateless(kind, transport);
        } else if (kind.isSse()) {
            final HttpServletSseServerTransportProvider transport = HttpServletSseServerTransportProvider.builder()
                    .jsonMapper(JSON)
                    .messageEndpoint("/message")
                    .build();
            servlet = transport;
            stop = kind.isSync() ? sync(McpServer.sync(transport)) : async(McpServer.async(transport));
        } else {
            final HttpServletStreamableServerTransportProvider transport =
                    HttpServletStreamableServerTransportProvider.builder()
                            .jsonMapper(JSON)
                            .build();
            servlet = transport;
            stop = kind.isSync() ? sync(McpServer.sync(transport)) : async(McpServer.async(transport));
        }
        serve(servlet);
    }

    private Runnable sync(SyncSpecification<?> specification) {
        SyncSpecification<?> server = specification.serverInfo("guarded-server", "1");
        for (String name : TOOLS) {
            server = server.toolCall(tool(name), (exchange, request) -> run(request));
        }
        return server.build()::close;
    }

    private Runnable async(AsyncSpecification<?> specification) {
        AsyncSpecification<?> server = specification.serverInfo("guarded-server", "1");
        for (String name : TOOLS) {
            server = server.toolCall(tool(name), (exchange, request) -> later(request));
        }
        return server.build()::close;
    }

    private Runnable stateless(Kind kind, HttpServletStatelessServerTransport transport) {
        if (kind.isSync()) {
            McpServer.StatelessSyncSpecification server =
                    McpServer.sync(transport).serverInfo("guarded-server", "1");
            for (String name : TOOLS) {
                server = server.toolCall(tool(name), (context, request) -> run(request));
            }
            return server.build()::close;
        }
        McpServer.StatelessAsyncSpecification server =
                McpServer.async(transport).serverInfo("guarded-server", "1");
        for (String name : TOOLS) {
            server = server.toolCall(tool(name), (context, request) -> later(request));
        }
        return server.build()::close;
    }

    private static Tool tool(String name) {
        return Api.tool(name);
    }

    private Mono<CallToolResult> later(CallToolRequest request) {
        return Mono.delay(Duration.ofMillis(1)).map(unused -> run(request));
    }

    private CallToolResult run(CallToolRequest request) {
        final int run = runs.incrementAndGet();
        switch (request.name()) {
            case "served_get" -> Tools.get(elsewhere.allowed("/from-a-tool"));
            case "served_throw" -> throw new IllegalStateException("it failed");
            case "served_slow" -> {
                slow.countDown();
                try {
                    goOn.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            default -> {
                // It has run.
            }
        }
        return CallToolResult.builder()
                .addTextContent("run " + run)
                .isError(false)
                .build();
    }

    private void serve(HttpServlet servlet) {
        try {
            LOGGER.setLevel(Level.OFF);
            final String folder = Files.createTempDirectory("remit-it-mcp").toString();
            tomcat.setBaseDir(folder);
            tomcat.setPort(0);
            // Its socket is closed when it stops. Else Tomcat wakes up the thread that accepts by a connection to
            // itself, which
            // the policies do not permit, and version 10 waits ten seconds for that thread.
            tomcat.getConnector().setProperty("bindOnInit", "false");
            final Context context = tomcat.addContext("", folder);
            final Wrapper wrapper = Tomcat.addServlet(context, "mcp", servlet);
            wrapper.setAsyncSupported(true);
            wrapper.addMapping("/*");
            tomcat.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where a client's transport finds it. */
    String url() {
        return "http://localhost:" + tomcat.getConnector().getLocalPort();
    }

    /** How often tools have run. */
    int runs() {
        return runs.get();
    }

    /** Lets the slow tool come to its end. */
    void goOn() {
        goOn.countDown();
    }

    /** Whether the slow tool runs. */
    CountDownLatch slow() {
        return slow;
    }

    @Override
    public void close() {
        try {
            stop.run();
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        } finally {
            elsewhere.close();
        }
    }
}
