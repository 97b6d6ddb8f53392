package dev.remit.samples.delegation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.remit.samples.model.ForkedJava;
import dev.remit.samples.model.LoopbackServer;
import dev.remit.samples.workloadapi.Authority;
import dev.remit.samples.workloadapi.Entry;
import dev.remit.samples.workloadapi.WorkloadApiServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The worker in a JVM of its own under the javaagent, with a Workload API beside it, and before it a relay, by whose name and port others call
 * it, and which sees their tokens.
 */
final class GuardedWorker {
    static final String WISH = "Please refund booking B-4711 and waive its fee.";

    private static final Path TOP = Path.of(System.getProperty("top"));
    private static final Path APP = Path.of(System.getProperty("app.jar"));
    private static final Path REMIT = Path.of(System.getProperty("remit.jar"));
    private static final long TIMEOUT_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Tokens that came in by the relay. */
    final List<String> tokens = new CopyOnWriteArrayList<>();

    private final Path folder;
    private final WorkloadApiServer api;
    private final LoopbackServer relay;
    private final Process process;
    private final URI direct;
    private final HttpClient http = HttpClient.newHttpClient();

    GuardedWorker(Path folder, Authority authority) throws IOException, InterruptedException {
        this.folder = folder;
        api = new WorkloadApiServer(folder.resolve("agent.sock"), authority);
        api.grant(
                new Entry("spiffe://acme.com/planner", "", Duration.ofHours(1)),
                new Entry("spiffe://acme.com/worker", "", Duration.ofHours(1)));
        api.start();
        relay = LoopbackServer.start("localhost", this::relay);
        final int port = freePort();
        direct = URI.create("http://localhost:" + port);
        process = ForkedJava.prepare(
                        TOP,
                        environment("worker", "REMIT_DELEGATION_AUDIENCE", name()),
                        command("worker", String.valueOf(port)))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("worker.out").toFile())
                .start();
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!out().contains("serves http://")) {
            if (!process.isAlive() || System.nanoTime() > end) {
                stop();
                throw new AssertionError("the worker does not serve:\n" + out());
            }
            Thread.sleep(50);
        }
    }

    /** What others call it, as {@code localhost:43210}. */
    String name() {
        return URI.create(relay.url()).getAuthority();
    }

    /** What it has printed. */
    String out() throws IOException {
        return Files.readString(folder.resolve("worker.out"), UTF_8);
    }

    /** Runs the planner under the javaagent; its task goes along to these hosts. */
    ForkedJava.Result plan(String hosts) throws IOException, InterruptedException {
        return ForkedJava.run(
                TOP, environment("planner", "REMIT_DELEGATION_HOSTS", hosts), command("planner", relay.url()));
    }

    /** A request that no guard has sent. */
    HttpResponse<String> post(String path, String... headers) throws IOException, InterruptedException {
        final HttpRequest.Builder request =
                HttpRequest.newBuilder(direct.resolve(path)).POST(BodyPublishers.ofString(WISH));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** The records of one of the two journals so far. */
    List<JsonNode> records(String who) throws IOException, InterruptedException {
        final ForkedJava.Result printed = ForkedJava.run(
                TOP,
                Map.of(),
                List.of(
                        "-jar",
                        REMIT.toString(),
                        "audit",
                        "print",
                        "--format",
                        "jsonl",
                        folder.resolve(who).toString()));
        if (printed.status() != 0) {
            throw new AssertionError(printed.err());
        }
        final List<JsonNode> records = new ArrayList<>();
        for (String line : printed.out().lines().toList()) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    private Map<String, String> environment(String who, String key, String value) {
        return Map.of(
                "SPIFFE_ENDPOINT_SOCKET",
                api.address(),
                "REMIT_AUDIT_DIR",
                folder.resolve(who).toString(),
                "REMIT_REPORT",
                "off",
                key,
                value);
    }

    private static List<String> command(String who, String argument) {
        return List.of(
                "-javaagent:" + REMIT + "=sample-apps/delegation/policies/" + who + "/remit.properties",
                "-jar",
                APP.toString(),
                who,
                argument);
    }

    private void relay(HttpExchange exchange) throws IOException {
        final String token = exchange.getRequestHeaders().getFirst("Remit-Task");
        if (token != null) {
            tokens.add(token);
        }
        final String path = exchange.getRequestURI().getPath();
        final String body = LoopbackServer.body(exchange);
        final HttpRequest.Builder request = HttpRequest.newBuilder(direct.resolve(path))
                .method(exchange.getRequestMethod(), BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Remit-Task", token);
        }
        try {
            final HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            response.headers()
                    .firstValue("Location")
                    .ifPresent(where -> exchange.getResponseHeaders().set("Location", where));
            LoopbackServer.respond(exchange, response.statusCode(), "text/plain", response.body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Ends it. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        relay.close();
        api.close();
    }
}
