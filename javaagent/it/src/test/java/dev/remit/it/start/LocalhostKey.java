package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A key for {@code localhost} and its own certificate, made by {@code keytool}. */
final class LocalhostKey {
    private static final String PASSWORD = "changeit";

    private final Path store;

    /** @param folder where its files are kept */
    LocalhostKey(Path folder) throws Exception {
        store = folder.resolve("keys.p12");
        final GuardedJvm.Result made = new GuardedJvm(folder)
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
    }

    /** A JVM that trusts it. */
    GuardedJvm trustedBy(GuardedJvm jvm) {
        return jvm.flag("-Djavax.net.ssl.trustStore=" + store).flag("-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    /** A server on loopback that has it, not started. */
    HttpsServer server() throws Exception {
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
        return server;
    }
}
