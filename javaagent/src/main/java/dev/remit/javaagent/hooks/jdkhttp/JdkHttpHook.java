package dev.remit.javaagent.hooks.jdkhttp;

import static dev.remit.engine.Category.HTTP;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
import java.util.List;

/**
 * {@code send} and {@code sendAsync} make one {@code MultiExchange}, whose {@code responseAsync} still runs on the caller's
 * thread; each hop is an {@code Exchange} and runs on a worker, and so does the connection that it makes.
 */
public final class JdkHttpHook implements Hook {
    private final EnforcementPoint enforcement;

    /** A hook that asks this enforcement point. */
    public JdkHttpHook(EnforcementPoint enforcement) {
        this.enforcement = enforcement;
    }

    @Override
    public Library library() {
        return Library.of("java.net.http");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                new CallSite(
                        HTTP,
                        Target.of(
                                "jdk.internal.net.http.MultiExchange",
                                "responseAsync",
                                "java.util.concurrent.Executor"),
                        Sunk.replacing(new RequestSink(enforcement))
                                .handingOver("userRequest:Ljava/net/http/HttpRequest;")),
                new CallSite(
                        HTTP,
                        Target.of("jdk.internal.net.http.Exchange", "responseAsync"),
                        Sunk.around(new HopSink(enforcement))
                                .handingOver(
                                        "multi:Ljdk/internal/net/http/MultiExchange;",
                                        "request:Ljdk/internal/net/http/HttpRequestImpl;")),
                new CallSite(
                        HTTP,
                        Target.of(
                                "jdk.internal.net.http.PlainHttpConnection",
                                "connectAsync",
                                "jdk.internal.net.http.Exchange"),
                        Sunk.around(new ConnectionSink(enforcement))));
    }
}
