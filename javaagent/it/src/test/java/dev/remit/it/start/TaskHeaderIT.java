package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsServer;
import dev.remit.it.LocalServer;
import dev.remit.it.app.Delegating;
import dev.remit.it.grpc.EchoServer;
import dev.remit.it.mcp.HttpMcpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which requests a task goes along with: one application under the javaagent and beside a Workload API, which asks by every client, and
 * the two hosts that it asks. A task is due to one of them.
 */
class TaskHeaderIT {
    private static final List<String> FULL = List.of(
            "jdk",
            "jdk-async",
            "urlconnection",
            "urlconnection-post",
            "okhttp",
            "okhttp-enqueue",
            "apache",
            "apache-async",
            "apache4",
            "apache4-legacy",
            "apache4-async",
            "jetty");
    private static final List<String> MINIMAL = List.of(
            "apache-minimal",
            "apache-minimal-async",
            "apache4-minimal",
            "apache4-minimal-async",
            "reactor-netty",
            "vertx");

    @TempDir
    static Path folder;

    @TempDir
    static Path elsewhere;

    private static final List<Seen> SEEN = new CopyOnWriteArrayList<>();
    private static final List<String> MCP = new CopyOnWriteArrayList<>();
    private static List<String> tunnels;
    private static String due;
    private static String dueSecure;
    private static String mcpHost;
    private static String grpcHost;
    private static List<String> grpcTasks;

    /** A request that came in. */
    private record Seen(String host, String client, String step, List<String> tasks) {
        /** As {@code due/landed 1}: the host, the step and how many tokens it brought. */
        @Override
        public String toString() {
            return host + '/' + step + ' ' + tasks.size();
        }
    }

    @BeforeAll
    static void run() throws Exception {
        final LocalhostKey key = new LocalhostKey(elsewhere);
        final HttpsServer secure = key.server();
        secure.start();
        try (LocalServer dueServer = new LocalServer();
                LocalServer otherServer = new LocalServer();
                HttpMcpServer mcp = new HttpMcpServer(MCP::add);
                EchoServer grpc = new EchoServer();
                TunnelProxy proxy = new TunnelProxy();
                WorkloadApi api = new WorkloadApi(folder.resolve("agent.sock"), "acme.com", 3600, "/it")) {
            dueServer.serve("/hop/", host("due", otherServer));
            otherServer.serve("/hop/", host("other", dueServer));
            secure.createContext("/hop/", host("secure", dueServer));
            due = "localhost:" + dueServer.port();
            dueSecure = "localhost:" + secure.getAddress().getPort();
            mcpHost = URI.create(mcp.url()).getAuthority();
            grpcHost = grpc.allowed();
            final GuardedJvm.Result result = key.trustedBy(new GuardedJvm(folder))
                    .file("p.cedar", "permit (principal, action, resource);")
                    .guarded(
                            "mode=enforce",
                            "policy=p.cedar",
                            "report=off",
                            "identity=spiffe://acme.com/it",
                            "identity.wait=20",
                            "delegation.hosts=" + due + "," + dueSecure + "," + mcpHost + "," + grpcHost)
                    .environment("SPIFFE_ENDPOINT_SOCKET", api.address())
                    .flag("-Dhttps.proxyHost=localhost")
                    .flag("-Dhttps.proxyPort=" + proxy.port())
                    .flag("-Dhttp.nonProxyHosts=")
                    // gRPC's Netty loads its native transport, of which newer JVMs warn.
                    .flag("--enable-native-access=ALL-UNNAMED")
                    .classPath(System.getProperty("java.class.path"))
                    .run(
                            Delegating.class,
                            dueServer.allowed("/hop/"),
                            otherServer.allowed("/hop/"),
                            "https://" + dueSecure + "/hop/",
                            mcp.url(),
                            grpcHost);
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).isEqualTo("done\n");
            tunnels = List.copyOf(proxy.heads);
            grpcTasks = List.copyOf(grpc.tasks);
            assertThat(grpc.calls).hasSize(3);
        } finally {
            secure.stop(0);
        }
    }

    /** Answers at {@code /hop/CLIENT/STEP}, and writes down what tasks came along. */
    private static HttpHandler host(String name, LocalServer next) {
        return exchange -> {
            final String[] path = exchange.getRequestURI().getPath().split("/");
            final List<String> tasks = exchange.getRequestHeaders().get("Remit-Task");
            SEEN.add(new Seen(name, path[2], path[3], tasks == null ? List.of() : List.copyOf(tasks)));
            exchange.getRequestBody().readAllBytes();
            switch (path[3]) {
                case "there", "there-own" -> redirect(exchange, next, path[2] + "/back");
                case "back" -> redirect(exchange, next, path[2] + "/landed");
                case "login" -> login(exchange);
                default -> exchange.sendResponseHeaders(200, -1);
            }
            exchange.close();
        };
    }

    private static void redirect(HttpExchange exchange, LocalServer next, String path) throws IOException {
        exchange.getResponseHeaders().add("Location", next.allowed("/hop/" + path));
        exchange.sendResponseHeaders(302, -1);
    }

    private static void login(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Authorization")) {
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"it\"");
            exchange.sendResponseHeaders(401, -1);
        }
    }

    static List<String> full() {
        return FULL;
    }

    static List<String> minimal() {
        return MINIMAL;
    }

    static Stream<String> all() {
        return Stream.concat(FULL.stream(), MINIMAL.stream());
    }

    @Test
    void shouldTryEveryClientOfTheApplication() {
        final Set<String> clients = new TreeSet<>();
        SEEN.forEach(seen -> clients.add(seen.client()));
        assertThat(clients).containsExactlyInAnyOrderElementsOf(all().toList());
    }

    @ParameterizedTest
    @MethodSource("full")
    void shouldMakeATokenForEachHopAndNoneForARedirectElsewhere(String client) {
        assertThat(seen(client))
                .extracting(Seen::toString)
                .startsWith(
                        "due/there 1",
                        "other/back 0",
                        "due/landed 1",
                        // The application's own header is not sent either.
                        "due/there-own 1",
                        "other/back 0",
                        "due/landed 1",
                        "due/login 1",
                        "due/login 1",
                        "secure/direct 1");
    }

    @ParameterizedTest
    @MethodSource("minimal")
    void shouldMakeATokenForAClientThatFollowsNothing(String client) {
        assertThat(seen(client))
                .extracting(Seen::toString)
                .startsWith("due/direct 1", "due/direct-own 1", "other/direct-own 0");
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldSendNothingWithoutATask(String client) {
        assertThat(seen(client).stream().map(Seen::toString).filter(seen -> seen.contains("no-task")))
                .isNotEmpty()
                .allMatch(seen -> seen.endsWith(" 0"));
    }

    @Test
    void shouldTellAProxyNothingThatOnlyOpensATunnel() {
        // Apache HttpClient is told of no proxy.
        assertThat(tunnels)
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(head -> head.startsWith("CONNECT "))
                .allMatch(head -> !head.toLowerCase(Locale.ROOT).contains("remit-task"));
    }

    @Test
    void shouldMakeEachTokenOnceForItsHost() {
        final List<String> tokens = new ArrayList<>();
        for (Seen seen : SEEN) {
            tokens.addAll(seen.tasks());
            assertThat(seen.tasks())
                    .as(seen.client() + ": " + seen)
                    .allMatch(token -> audience(token, seen.host().equals("secure") ? dueSecure : due));
        }
        assertThat(new HashSet<>(tokens)).hasSameSizeAs(tokens).hasSizeGreaterThan(50);
    }

    @Test
    void shouldHandATaskOnToAnMcpServer() {
        // The calls of one tool: in the task, then in none.
        assertThat(MCP).hasSize(2);
        assertThat(MCP.get(0)).matches(token -> audience(token, mcpHost));
        assertThat(MCP.get(1)).isEmpty();
    }

    @Test
    void shouldHandATaskOnToAGrpcServer() {
        // Two calls in the task, one that waits for the connection and one that has it; then one in none.
        assertThat(grpcTasks).hasSize(2).doesNotHaveDuplicates().allMatch(token -> audience(token, grpcHost));
    }

    private static boolean audience(String token, String host) {
        final String[] parts = token.split("\\.");
        return parts.length == 3
                && new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                        .contains("\"aud\":\"" + host + "\"");
    }

    private static List<Seen> seen(String client) {
        return SEEN.stream().filter(seen -> seen.client().equals(client)).toList();
    }
}
