package dev.remit.engine.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.verify.Anchored;
import dev.remit.engine.audit.verify.JournalVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of the JDK's, over TLS, with certificates of its own. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpsAnchorTest {
    private static final String TRUST = "javax.net.ssl.trustStore";
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    @TempDir
    Path certificates;

    private HttpsServer server;
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private volatile int status = 204;

    @BeforeEach
    void serve() throws Exception {
        serve("localhost");
    }

    private void serve(String name) throws Exception {
        Path store = certificates.resolve(name + ".p12");
        String[] keytool = {
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
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
            "CN=" + name,
            "-ext",
            "san=dns:" + name
        };
        assertThat(new ProcessBuilder(keytool)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/support", this::answer);
        server.start();
        System.setProperty(TRUST, store.toString());
        System.setProperty(TRUST + "Password", PASSWORD);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
            if (status / 100 == 2) {
                bodies.add(exchange.getRequestMethod() + ' ' + body);
            }
            exchange.getResponseHeaders().set("Location", "https://localhost/elsewhere");
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
        System.clearProperty(TRUST);
        System.clearProperty(TRUST + "Password");
    }

    private HttpsAnchor anchor() {
        return new HttpsAnchor(
                URI.create("https://localhost:" + server.getAddress().getPort() + "/support"));
    }

    private Checkpoint.Signed checkpoint() throws Exception {
        return new Checkpoint(1, 2, "0".repeat(64), 3).sign(SigningKey.of(folder.toFile()));
    }

    @Test
    void shouldSendEachCheckpointAsALine() throws Exception {
        try (Recorder recorder = Recorder.open(Samples.anchored(folder, anchor()))) {
            assertThat(recorder.decision(Samples.decision(1))).isTrue();
        }
        assertThat(bodies).isNotEmpty().allMatch(body -> body.startsWith("POST remit-checkpoint-1 "));
        Path lines = Files.writeString(
                certificates.resolve("lines"), String.join("", bodies).replace("POST ", ""));
        Anchored anchored = new Anchored(FileAnchor.read(lines));
        JournalVerifier.verify(folder.toFile(), "", Trust.ANYBODY, anchored, (file, bytes, records) -> {});
        assertThat(anchored.firstMissing()).isNull();
    }

    @Test
    void shouldKeepOnlyWhatWasAnsweredWell() throws Exception {
        Checkpoint.Signed checkpoint = checkpoint();
        status = 503;
        assertThatThrownBy(() -> anchor().keep(checkpoint))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "audit.anchor=https://localhost:" + server.getAddress().getPort()
                                + "/support can't be reached (it answered 503); checkpoints are sent again while the application runs");
        status = 307;
        assertThatThrownBy(() -> anchor().keep(checkpoint)).hasMessageContaining("it answered 307");
        status = 200;
        anchor().keep(checkpoint);
        assertThat(bodies).containsExactly("POST " + checkpoint.line() + '\n');
    }

    @Test
    void shouldTrustNobodyButWhomTheJvmTrusts() throws Exception {
        Checkpoint.Signed checkpoint = checkpoint();
        System.clearProperty(TRUST);
        assertThatThrownBy(() -> anchor().keep(checkpoint)).hasMessageContaining("PKIX path building failed");
        assertThat(bodies).isEmpty();
    }

    /** Though the application is content with any name. */
    @Test
    void shouldNotTrustACertificateOfAnotherName() throws Exception {
        Checkpoint.Signed checkpoint = checkpoint();
        server.stop(0);
        serve("elsewhere");
        javax.net.ssl.HostnameVerifier before = javax.net.ssl.HttpsURLConnection.getDefaultHostnameVerifier();
        javax.net.ssl.HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
        try {
            assertThatThrownBy(() -> anchor().keep(checkpoint)).hasMessageContaining("localhost");
        } finally {
            javax.net.ssl.HttpsURLConnection.setDefaultHostnameVerifier(before);
        }
        assertThat(bodies).isEmpty();
    }

    /** The journal goes on, says so once, and has its end anchored when the service is there again. */
    @Test
    void shouldBeTriedAgain() throws Exception {
        status = 500;
        try (Recorder recorder = Recorder.open(Samples.anchored(folder, anchor()))) {
            assertThat(recorder.decision(Samples.decision(1))).isTrue();
            while (anomalies().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            status = 200;
        }
        assertThat(anomalies())
                .singleElement()
                .satisfies(record -> assertThat(record.name()).isEqualTo("anchor-failed"));
        assertThat(bodies).isNotEmpty();
        List<JournalRecord> checkpoints = Samples.read(folder, "checkpoint");
        assertThat(bodies.get(bodies.size() - 1))
                .contains(" " + checkpoints.get(checkpoints.size() - 1).chain() + " ");
    }

    private List<JournalRecord> anomalies() throws Exception {
        return Samples.read(folder, "anomaly");
    }
}
