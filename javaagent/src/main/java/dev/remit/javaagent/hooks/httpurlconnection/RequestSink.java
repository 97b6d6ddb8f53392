package dev.remit.javaagent.hooks.httpurlconnection;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/** A step of a request, for the URL that the connection has by then. */
record RequestSink(EnforcementPoint enforcement) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second)
            throws Refusal {
        if (!(self instanceof HttpURLConnection connection)) {
            throw new IllegalArgumentException("not an HttpURLConnection: " + self);
        }
        final URL url = connection.getURL();
        final @Nullable String refusal = enforcement.http(
                site,
                connection,
                connection.getRequestMethod(),
                url.getProtocol(),
                url.getHost(),
                url.getPort(),
                // Without a scheme's "://": the file of a URL is its path and query.
                url.getFile().isEmpty() ? "/" : url.getFile());
        if (refusal != null) {
            throw new Refusal(new IOException(refusal));
        }
        enforcement.carry(site, connection);
        return null;
    }
}
