package dev.remit.javaagent.hooks.jdkhttp;

import dev.remit.engine.delegation.TaskTokens;
import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import java.io.IOException;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * One hop, on a worker: {@code first} is the whole exchange, under which the caller's context was carried here. The first hop
 * and retries repeat the request that was decided, and are a part of it; a redirect is a request of its own.
 */
record HopSink(EnforcementPoint enforcement) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second)
            throws Refusal {
        final @Nullable String refusal = RequestSink.ask(enforcement, site, first, second);
        if (refusal != null) {
            throw new Refusal(new IOException(refusal));
        }
        enforcement.carry(site, self);
        if (second instanceof HttpRequest request) {
            if (request.headers().map().containsKey(TaskTokens.HEADER)) {
                TaskHeader.removeOwn(request);
            }
            final @Nullable String token = enforcement.taskToken(site);
            if (token != null) {
                TaskHeader.set(request, token);
            }
        }
        return null;
    }
}
