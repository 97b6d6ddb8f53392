package dev.remit.javaagent.hooks.openai;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * The asynchronous client prepares a request on the caller's thread and sends it, and its retries, on threads of pools. Whose work
 * it is goes with the request, and with the copy of it that counts the attempts; the call itself is decided where its HTTP client sends it.
 */
public final class OpenAiHook extends LibraryHook {
    private static final String RETRYING = "com.openai.core.http.RetryingHttpClient";

    /** The table of OpenAI's SDK. */
    public OpenAiHook() {
        super("OpenAI Java", List.of("4."), "openai-java-core");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                told(Target.anyOf("com.openai.core.PrepareRequest", "prepare"), advice("Prepared")),
                told(Target.anyOf(RETRYING, "setRetryCountHeader"), advice("Prepared")),
                told(Target.anyOf(RETRYING, "executeAsync$executeWithRetries"), call("Attempt")),
                told(Target.anyOf(RETRYING, "executeAsyncInternal$executeWithRetries"), call("Attempt")));
    }

    /** The first attempt to send it, or another, on whatever thread. */
    static final class Attempt {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site, @Advice.Argument(value = 3, typing = Assigner.Typing.DYNAMIC) Object request) {
            RemitGate.resume(site, request);
        }
    }

    /** A request is ready: it is the doing of whoever asked for it. */
    static final class Prepared {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object request) {
            RemitGate.carry(site, request);
        }
    }
}
