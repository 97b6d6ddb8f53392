package dev.remit.javaagent.hooks.mcp;

import dev.remit.javaagent.weave.Site;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import reactor.core.publisher.Mono;

/** {@code callTool}: a refusal is the tool's own kind of error, which goes back to the model. */
final class CallToolAdvice {
    private CallToolAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static String enter(
            @Site int site, @Advice.This McpAsyncClient client, @Advice.Argument(0) CallToolRequest request) {
        return RemitGate.clientTool(
                site,
                request,
                client.getServerInfo() == null
                        ? "mcp"
                        : "mcp/".concat(client.getServerInfo().name()),
                request.name(),
                request.arguments(),
                client,
                client.getClientInfo() == null ? null : client.getClientInfo().name());
    }

    @SuppressWarnings("unchecked") // the gate's objects are of the types that using and doOn… take
    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
            @Site int site,
            @Advice.This McpAsyncClient client,
            @Advice.Argument(0) CallToolRequest request,
            @Advice.Enter String refusal,
            @Advice.Return(readOnly = false) Mono<CallToolResult> result,
            @Advice.Thrown Throwable thrown) {
        if (refusal != null) {
            result = Mono.just(CallToolResult.builder()
                    .addTextContent(refusal)
                    .isError(true)
                    .build());
        } else if (thrown != null) {
            RemitGate.end(site, null, thrown);
        } else {
            final Object ending = RemitGate.endLater(site, null, null);
            final Object subscribed = RemitGate.subscribed(
                    site,
                    ending,
                    result.doOnError((Consumer<Throwable>) ending).doOnTerminate((Runnable) ending),
                    client,
                    "callTool",
                    request);
            result = Mono.using(
                    (Callable<Object>) subscribed,
                    (Function<Object, Mono<CallToolResult>>) subscribed,
                    (Consumer<Object>) subscribed);
        }
    }
}
