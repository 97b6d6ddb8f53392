package dev.remit.javaagent.hooks.jdkhttp;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Sink;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The whole exchange, on the caller's thread. A refusal is a future that has failed: {@code send} throws its
 * {@link IOException}, {@code sendAsync} returns it; an exception here would escape {@code sendAsync} itself.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the future is what the woven method returns
record RequestSink(EnforcementPoint enforcement) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        final @Nullable String refusal = ask(enforcement, site, self, first);
        if (refusal != null) {
            return CompletableFuture.failedFuture(new IOException(refusal));
        }
        enforcement.carry(site, self);
        return null;
    }

    @Override
    public @Nullable Object result(int site, @Nullable Object self, @Nullable Object first, @Nullable Object result) {
        enforcement.endLater(site, result, null);
        return result;
    }

    static @Nullable String ask(
            EnforcementPoint enforcement, int site, @Nullable Object call, @Nullable Object request) {
        if (!(request instanceof HttpRequest http)) {
            throw new IllegalArgumentException("not an HttpRequest: " + request);
        }
        final URI uri = http.uri();
        return enforcement.http(
                site, call, http.method(), uri.getScheme(), uri.getHost(), uri.getPort(), uri.toString());
    }
}
