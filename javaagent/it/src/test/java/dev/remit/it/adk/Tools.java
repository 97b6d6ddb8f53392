package dev.remit.it.adk;

import com.google.adk.tools.Annotations.Schema;
import com.google.adk.tools.FunctionTool;
import dev.remit.it.LocalServer;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Methods that are tools, and note that they ran. */
public class Tools {
    static final HttpClient HTTP = HttpClient.newHttpClient();

    final List<String> ran = new CopyOnWriteArrayList<>();
    private final LocalServer server;

    Tools(LocalServer server) {
        this.server = server;
    }

    FunctionTool tool(String method) {
        return FunctionTool.create(this, method);
    }

    /** Asks a permitted server. */
    @Schema(name = "allowed_tool")
    public Map<String, Object> allowed(@Schema(name = "text") String text) {
        ran.add("allowed " + text);
        return Map.of("said", get(server.allowed("/tool")));
    }

    /** Is never to run. */
    @Schema(name = "denied_tool")
    public Map<String, Object> denied(@Schema(name = "text") String text) {
        ran.add("denied " + text);
        return Map.of();
    }

    /** Runs up to an amount, when it is subscribed to. */
    @Schema(name = "refund")
    public Single<Map<String, Object>> refund(@Schema(name = "amount") int amount) {
        return Single.fromCallable(() -> {
            ran.add("refund " + amount);
            return Map.of("refunded", amount);
        });
    }

    /** Is permitted as a tool of this class. */
    @Schema(name = "adk_own")
    public Flowable<Map<String, Object>> own() {
        return Flowable.fromCallable(() -> {
            ran.add("own");
            return Map.of("it", "ran");
        });
    }

    static String get(String url) {
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
