package dev.remit.javaagent.hooks.openai;

import static dev.remit.engine.Category.HTTP;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * The asynchronous client prepares a request on the caller's thread and sends it, and its retries, on threads of pools. Whose work
 * it is goes with the request, and with the copy of it that counts the attempts; the call itself is decided where its HTTP client sends it.
 */
public final class OpenAiHook implements Hook {
    private static final String HERE = "dev.remit.javaagent.hooks.openai.";
    private static final String RETRYING = "com.openai.core.http.RetryingHttpClient";

    @Override
    public String library() {
        return "OpenAI Java";
    }

    @Override
    public List<String> jars() {
        return List.of("openai-java-core");
    }

    @Override
    public List<String> versions() {
        return List.of("4.");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                CallSite.advice(HTTP, "com.openai.core.PrepareRequest", "prepare", null, HERE + "PreparedAdvice"),
                CallSite.advice(HTTP, RETRYING, "setRetryCountHeader", null, HERE + "PreparedAdvice"),
                CallSite.advice(HTTP, RETRYING, "executeAsync$executeWithRetries", null, HERE + "AttemptAdvice"));
    }
}
