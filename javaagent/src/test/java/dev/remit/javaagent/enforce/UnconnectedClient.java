package dev.remit.javaagent.enforce;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.DefaultMcpTransportSession;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/** A client of the MCP SDK's that has not spoken to its server yet. */
final class UnconnectedClient {
    private final HttpClientStreamableHttpTransport transport =
            HttpClientStreamableHttpTransport.builder("http://localhost:1").build();

    final McpAsyncClient client = McpClient.async(transport).build();

    /** As its transport does when the server answers the initialisation of a new session. */
    UnconnectedClient serverNames(String id) {
        final DefaultMcpTransportSession fresh = new DefaultMcpTransportSession(unused -> Mono.empty());
        active().set(fresh);
        fresh.markInitialized(id);
        return this;
    }

    @SuppressWarnings("unchecked")
    private AtomicReference<Object> active() {
        try {
            final Field active = HttpClientStreamableHttpTransport.class.getDeclaredField("activeSession");
            active.setAccessible(true);
            return (AtomicReference<Object>) active.get(transport);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("activeSession", e);
        }
    }
}
