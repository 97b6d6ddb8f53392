package dev.remit.engine.audit.proof;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * An anchor that is a service: each checkpoint's line is sent to it in a POST of its own, and kept once it answers with a status from 200 to 299. It is to keep
 * the bodies as the lines of a file. Its certificate must be one that the JVM's trust store trusts; what the application has made the default of TLS
 * connections does not count, and redirections are not followed.
 */
public final class HttpsAnchor implements Anchor {
    private static final int TIMEOUT_MS = 5_000;

    private final URI uri;

    /** An anchor at an address whose scheme is https. */
    public HttpsAnchor(URI uri) {
        this.uri = uri;
    }

    @Override
    public void keep(Checkpoint.Signed checkpoint) throws IOException {
        try {
            int status = post((checkpoint.line() + '\n').getBytes(StandardCharsets.US_ASCII));
            if (status < 200 || status > 299) {
                throw new IOException("it answered " + status);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(
                    "audit.anchor=" + uri + " can't be reached (" + e.getMessage()
                            + "); checkpoints are sent again while the application runs",
                    e);
        }
    }

    private int post(byte[] body) throws IOException, GeneralSecurityException {
        HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, null, null);
        connection.setSSLSocketFactory(tls.getSocketFactory());
        // Asked only where the certificate is of another name.
        connection.setHostnameVerifier((host, session) -> false);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        connection.setUseCaches(false);
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "text/plain; charset=us-ascii");
        // Kept alive, it would need a thread of the platform's.
        connection.setRequestProperty("Connection", "close");
        connection.setFixedLengthStreamingMode(body.length);
        try {
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
