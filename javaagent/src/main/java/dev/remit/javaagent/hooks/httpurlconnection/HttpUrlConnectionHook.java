package dev.remit.javaagent.hooks.httpurlconnection;

import static dev.remit.engine.Category.HTTP;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.Sink;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
import java.util.List;

/**
 * A request is decided where it first does something: when it connects (before the name is looked up), or when its answer is
 * asked for. What follows for the same URL is a part of it; a redirect changes the connection's URL and is decided.
 */
public final class HttpUrlConnectionHook implements Hook {
    private static final String CONNECTION = "sun.net.www.protocol.http.HttpURLConnection";

    private final Sink request;
    private final Sink write;

    /** A hook that asks this enforcement point. */
    public HttpUrlConnectionHook(EnforcementPoint enforcement) {
        this.request = new RequestSink(enforcement);
        this.write = new WriteSink(enforcement, request);
    }

    @Override
    public Library library() {
        return Library.of("HttpURLConnection");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                new CallSite(HTTP, Target.of(CONNECTION, "plainConnect"), Sunk.around(request)),
                new CallSite(HTTP, Target.of(CONNECTION, "getInputStream0"), Sunk.around(request)),
                new CallSite(
                        HTTP,
                        Target.of(CONNECTION, "writeRequests"),
                        Sunk.around(write).handingOver("requests:Lsun/net/www/MessageHeader;")));
    }
}
