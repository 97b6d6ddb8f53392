package dev.remit.javaagent.hooks.jdkhttp;

import static dev.remit.engine.Category.HTTP;
import static dev.remit.javaagent.weave.CallSite.Shape.AROUND;
import static dev.remit.javaagent.weave.CallSite.Shape.REPLACING;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
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
    public String library() {
        return "java.net.http";
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                CallSite.sink(
                                HTTP,
                                "jdk.internal.net.http.MultiExchange",
                                "responseAsync",
                                List.of("java.util.concurrent.Executor"),
                                REPLACING,
                                new RequestSink(enforcement))
                        .handingOver("userRequest:Ljava/net/http/HttpRequest;"),
                CallSite.sink(
                                HTTP,
                                "jdk.internal.net.http.Exchange",
                                "responseAsync",
                                List.of(),
                                AROUND,
                                new HopSink(enforcement))
                        .handingOver(
                                "multi:Ljdk/internal/net/http/MultiExchange;",
                                "request:Ljdk/internal/net/http/HttpRequestImpl;"),
                CallSite.sink(
                        HTTP,
                        "jdk.internal.net.http.PlainHttpConnection",
                        "connectAsync",
                        List.of("jdk.internal.net.http.Exchange"),
                        AROUND,
                        new ConnectionSink(enforcement)));
    }
}
