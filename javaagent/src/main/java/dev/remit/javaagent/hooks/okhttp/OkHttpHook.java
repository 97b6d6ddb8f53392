package dev.remit.javaagent.hooks.okhttp;

import static dev.remit.engine.Category.HTTP;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * Every request passes the bridge interceptor, behind the application's interceptors and within the loop that follows
 * redirects, and ends in the interceptor that writes it: that one asks again if a network interceptor has changed it, and has its headers written. An
 * enqueued call goes on, callbacks included, on the dispatcher's thread.
 */
public final class OkHttpHook implements Hook {
    private static final String HERE = "dev.remit.javaagent.hooks.okhttp.";
    private static final String INTERNAL = "okhttp3.internal.";
    private static final List<String> CHAIN = List.of("okhttp3.Interceptor$Chain");

    @Override
    public String library() {
        return "OkHttp";
    }

    @Override
    public List<String> jars() {
        return List.of("okhttp");
    }

    @Override
    public List<String> versions() {
        return List.of("4.");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                CallSite.advice(HTTP, INTERNAL + "http.BridgeInterceptor", "intercept", CHAIN, HERE + "RequestAdvice"),
                CallSite.advice(
                        HTTP, INTERNAL + "http.CallServerInterceptor", "intercept", CHAIN, HERE + "RequestAdvice"),
                CallSite.advice(
                        HTTP,
                        INTERNAL + "connection.Exchange",
                        "writeRequestHeaders",
                        List.of("okhttp3.Request"),
                        HERE + "HeaderAdvice"),
                CallSite.advice(
                        HTTP,
                        INTERNAL + "connection.RealCall",
                        "enqueue",
                        List.of("okhttp3.Callback"),
                        HERE + "EnqueueAdvice"),
                CallSite.advice(
                        HTTP, INTERNAL + "connection.RealCall$AsyncCall", "run", List.of(), HERE + "AsyncCallAdvice"));
    }
}
