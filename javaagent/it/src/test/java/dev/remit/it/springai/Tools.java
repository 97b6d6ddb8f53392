package dev.remit.it.springai;

import dev.remit.it.LocalServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.ai.tool.annotation.Tool;

/** Tools that note that they ran. */
public class Tools {
    static final HttpClient HTTP = HttpClient.newHttpClient();

    final List<String> ran = new CopyOnWriteArrayList<>();
    private final LocalServer server;

    /** @param server what the permitted one asks */
    public Tools(LocalServer server) {
        this.server = server;
    }

    /** Asks a permitted server. */
    @Tool(name = "allowed_tool", description = "allowed")
    public String allowed(String text) {
        ran.add("allowed " + text);
        return get(server.allowed("/tool"));
    }

    /** Is never to run. */
    @Tool(name = "denied_tool", description = "denied")
    public String denied(String text) {
        ran.add("denied " + text);
        return "it ran";
    }

    /** Runs up to an amount. */
    @Tool(name = "refund", description = "refund")
    public String refund(int amount) {
        ran.add("refund " + amount);
        return "refunded";
    }

    /** Is permitted as a tool of this class. */
    @Tool(name = "beans_own", description = "of this class")
    public String beansOwn() {
        ran.add("own");
        return "it ran";
    }

    /** What a URL answers. */
    public static String get(String url) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
