package dev.remit.javaagent.hooks.apachehttp5;

import static dev.remit.engine.Category.HTTP;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In the full clients every hop and retry passes the protocol handler of the execution chain, and whatever is written its last; the
 * minimal clients have no chain. What an asynchronous client does on its reactor's threads, connecting and calling back, is the doing of whoever
 * called it.
 */
public final class ApacheHttp5Hook implements Hook {
    private static final String HERE = "dev.remit.javaagent.hooks.apachehttp5.";
    private static final String CLIENT = "org.apache.hc.client5.http.";
    private static final String ASYNC = CLIENT + "impl.async.";
    private static final String CORE = "org.apache.hc.core5.";
    private static final String NIO = CORE + "http.nio.";

    /** What {@code execute} of a minimal asynchronous client hands to its exchange handler, to be called with the request. */
    private static final List<String> REQUEST_CHANNEL = List.of(
            CLIENT + "protocol.HttpClientContext",
            NIO + "AsyncClientExchangeHandler",
            NIO + "HandlerFactory",
            CORE + "concurrent.ComplexCancellable",
            CORE + "http.HttpRequest",
            CORE + "http.EntityDetails",
            CORE + "http.protocol.HttpContext");

    @Override
    public String library() {
        return "Apache HttpClient 5";
    }

    @Override
    public List<String> jars() {
        return List.of("httpclient5");
    }

    @Override
    public List<String> versions() {
        return List.of("5.");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                site(CLIENT + "impl.classic.ProtocolExec", "execute", null, "ClassicAdvice"),
                site(CLIENT + "impl.classic.MainClientExec", "execute", null, "ClassicHeaderAdvice"),
                site(CLIENT + "impl.classic.MinimalHttpClient", "doExecute", null, "MinimalClassicAdvice"),
                site(ASYNC + "AsyncProtocolExec", "execute", null, "AsyncAdvice"),
                site(ASYNC + "HttpAsyncMainClientExec", "execute", null, "AsyncHeaderAdvice"),
                site(ASYNC + "H2AsyncMainClientExec", "execute", null, "AsyncHeaderAdvice"),
                site(ASYNC + "MinimalHttpAsyncClient", "lambda$execute$*", REQUEST_CHANNEL, "MinimalAsyncAdvice"),
                site(ASYNC + "MinimalH2AsyncClient", "lambda$execute$*", REQUEST_CHANNEL, "MinimalAsyncAdvice"),
                site(ASYNC + "AsyncConnectExec", "proceedToNextHop", null, "RouteAdvice"),
                site(CORE + "reactor.IOSessionRequest", "<init>", null, "CarryAdvice"),
                site(CORE + "reactor.SingleCoreIOReactor", "processConnectionRequest", null, "ConnectionAdvice"),
                site(CORE + "concurrent.ComplexFuture", "<init>", null, "CarryAdvice"),
                site(CORE + "concurrent.BasicFuture", "completed", null, "CallbackAdvice"),
                site(CORE + "concurrent.BasicFuture", "failed", null, "CallbackAdvice"),
                site(CORE + "concurrent.BasicFuture", "cancel", List.of("boolean"), "CallbackAdvice"));
    }

    private static CallSite site(String className, String method, @Nullable List<String> arguments, String advice) {
        return CallSite.advice(HTTP, className, method, arguments, HERE + advice);
    }
}
