package dev.remit.javaagent.hooks.httpurlconnection;

import static dev.remit.engine.Category.HTTP;
import static dev.remit.javaagent.weave.CallSite.Shape.AROUND;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request is decided where it first does something: when it connects (before the name is looked up), or when its answer is
 * asked for. What follows for the same URL is a part of it; a redirect changes the connection's URL and is decided.
 */
public final class HttpUrlConnectionHook implements Hook {
    private static final String CONNECTION = "sun.net.www.protocol.http.HttpURLConnection";

    private final Sink request;

    /** A hook that asks this enforcement point. */
    public HttpUrlConnectionHook(EnforcementPoint enforcement) {
        this.request = new RequestSink(enforcement);
    }

    @Override
    public String library() {
        return "HttpURLConnection";
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                CallSite.sink(HTTP, CONNECTION, "plainConnect", List.of(), AROUND, request),
                CallSite.sink(HTTP, CONNECTION, "getInputStream0", List.of(), AROUND, request),
                CallSite.sink(HTTP, CONNECTION, "writeRequests", List.of(), AROUND, request));
    }

    private record RequestSink(EnforcementPoint enforcement) implements Sink {
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
}
