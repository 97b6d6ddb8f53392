package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.remit.it.app.Asking;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard's own connections are not the application's: no policy permits them, and none is asked. */
class AnchorIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    @Test
    void shouldAnchorAtAServiceThatNoPolicyPermits() throws Exception {
        final List<String> lines = new CopyOnWriteArrayList<>();
        final HttpsServer server = server(lines);
        try {
            final GuardedJvm jvm = new GuardedJvm(folder)
                    .file("p.cedar", "permit (principal, action == Remit::Action::\"Exec\", resource);")
                    .guarded(
                            "mode=enforce",
                            "policy=p.cedar",
                            "report=off",
                            "audit.anchor=https://localhost:"
                                    + server.getAddress().getPort() + "/support")
                    .flag("-Djavax.net.ssl.trustStore=" + elsewhere.resolve("keys.p12"))
                    .flag("-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
            // Long enough for the journal to be in use.
            final GuardedJvm.Result result = jvm.run(Asking.class, "/bin/true");
            assertThat(result.err()).isEmpty();
            assertThat(result.status()).isZero();
            assertThat(lines).isNotEmpty().allMatch(line -> line.startsWith("remit-checkpoint-1 "));

            final Path kept = Files.write(elsewhere.resolve("anchor"), lines);
            final GuardedJvm.Result verified = jvm.audit("verify", "--anchor", kept.toString(), "remit-audit");
            assertThat(verified.out()).contains(": intact, ").doesNotContain("tampered");
            assertThat(verified.status()).isZero();
            final String records = jvm.audit("print", "remit-audit").out();
            assertThat(records).contains("Remit::Action::\"Exec\"").doesNotContain("Action::\"Connect\"", "anomaly");
        } finally {
            server.stop(0);
        }
    }

    private HttpsServer server(List<String> lines) throws Exception {
        final Path store = elsewhere.resolve("keys.p12");
        final GuardedJvm.Result made = new GuardedJvm(elsewhere)
                .tool(
                        "keytool",
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost");
        assertThat(made.status()).as(made.err()).isZero();
        final KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        final KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        final SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        final HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/support", exchange -> {
            try (exchange) {
                lines.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII).strip());
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
        return server;
    }
}
