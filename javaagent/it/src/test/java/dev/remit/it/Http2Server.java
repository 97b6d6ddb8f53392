package dev.remit.it;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

/** As {@link LocalServer}, over HTTP/2 in clear text: it answers "hello" to everything. */
public final class Http2Server implements AutoCloseable {
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .protocol(HttpProtocol.H2C)
            .handle((request, response) -> response.sendString(Mono.just("hello")))
            .bindNow();

    /** A URL that the policy permits. */
    public String allowed(String path) {
        return "http://localhost:" + server.port() + path;
    }

    /** A URL that it does not. */
    public String denied(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
