package dev.remit.samples.support.world;

import com.sun.net.httpserver.HttpExchange;
import dev.remit.samples.model.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A host that takes whatever is posted to it, keeps it and says thank you. Thread-safe. */
public final class Mailbox implements AutoCloseable {

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Consumer<String> arrived;
    private final LoopbackServer server;

    /**
     * @param host the name or loopback address under which it is reached
     * @param arrived is told each body, when it arrives
     */
    public Mailbox(String host, Consumer<String> arrived) throws IOException {
        this.arrived = arrived;
        this.server = LoopbackServer.start(host, this::handle);
    }

    public URI url() {
        return URI.create(server.url() + "/inbox");
    }

    /** The bodies, in the order of their arrival. */
    public List<String> received() {
        return List.copyOf(received);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = LoopbackServer.body(exchange);
        received.add(body);
        arrived.accept(body);
        LoopbackServer.respond(exchange, 200, "text/plain", "accepted");
    }

    @Override
    public void close() {
        server.close();
    }
}
