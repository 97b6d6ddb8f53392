package dev.remit.it.vertx;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.net.SocketAddress;

/** What differs between the versions of the library, for code that uses it. */
final class Api {
    private Api() {}

    /** A client of its own. */
    static HttpClient client(Vertx vertx, HttpClientOptions options, PoolOptions pool) {
        return vertx.createHttpClient(options, pool);
    }

    /** Sends the request to a server, whatever host it names. */
    static void server(RequestOptions request, SocketAddress server) {
        request.setServer(server);
    }

    /** Gives the request up. */
    static void reset(HttpClientRequest request) {
        request.reset();
    }

    /** Has a handler told of each text. */
    static void texts(WebSocket socket, Handler<String> handler) {
        socket.textMessageHandler(handler);
    }
}
