package dev.remit.javaagent.hooks.okhttp;

import static dev.remit.engine.Category.HTTP;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.io.IOException;
import java.util.List;
import net.bytebuddy.asm.Advice;
import okhttp3.Interceptor;
import okhttp3.Request;

/**
 * Every request passes the bridge interceptor, behind the application's interceptors and within the loop that follows
 * redirects, and ends in the interceptor that writes it: that one asks again if a network interceptor has changed it, and has its headers written. An
 * enqueued call goes on, callbacks included, on the dispatcher's thread; OkHttp 5 connects on threads of its own, to several addresses at once.
 */
public final class OkHttpHook extends LibraryHook {
    private static final String INTERNAL = "okhttp3.internal.";
    private static final String CHAIN = "okhttp3.Interceptor$Chain";
    private static final String ASYNC_CALL = INTERNAL + "connection.RealCall$AsyncCall";
    private static final String ASYNC_CALL_3 = "okhttp3.RealCall$AsyncCall";
    private static final String CONNECT_PLAN = INTERNAL + "connection.ConnectPlan";

    /** The table of OkHttp. */
    public OkHttpHook() {
        super("OkHttp", List.of("3.14.", "4.", "5."), "okhttp", "okhttp-jvm");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                decided(HTTP, Target.of(INTERNAL + "http.BridgeInterceptor", "intercept", CHAIN), call("Hop")),
                decided(HTTP, Target.of(INTERNAL + "http.CallServerInterceptor", "intercept", CHAIN), call("Hop")),
                told(
                        Target.of(INTERNAL + "connection.Exchange", "writeRequestHeaders", "okhttp3.Request"),
                        advice("Header")),
                carried(ASYNC_CALL),
                goesOn(Target.of(ASYNC_CALL, "run")),
                carried(ASYNC_CALL_3),
                goesOn(Target.of(ASYNC_CALL_3, "execute")),
                carried(CONNECT_PLAN),
                goesOn(Target.of(CONNECT_PLAN, "connectTcp")));
    }

    /**
     * A request's headers are written, in this form alone: redirects and retries are made of the request as it was before, and no interceptor
     * sees the token.
     */
    static final class Header {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(value = 0, readOnly = false) Request request) {
            final String token = RemitGate.taskToken(site);
            if (token != null) {
                request = request.newBuilder().header("Remit-Task", token).build();
            } else if (request.header("Remit-Task") != null) {
                request = request.newBuilder().removeHeader("Remit-Task").build();
            }
        }
    }

    /** A request on its way out. A refusal is an {@link IOException}; no connection has failed, so OkHttp does not try again. */
    static final class Hop {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.Argument(0) Interceptor.Chain chain) throws IOException {
            final String refusal = RemitGate.http(
                    site,
                    chain.call(),
                    chain.request().method(),
                    chain.request().url().scheme(),
                    chain.request().url().host(),
                    chain.request().url().port(),
                    chain.request().url().toString());
            if (refusal != null) {
                throw new IOException(refusal);
            }
            RemitGate.carry(site, chain.call());
        }
    }
}
