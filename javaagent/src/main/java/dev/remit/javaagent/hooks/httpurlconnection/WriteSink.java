package dev.remit.javaagent.hooks.httpurlconnection;

import dev.remit.engine.delegation.TaskTokens;
import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * The request is written, {@code first} are its headers: the same ones for each redirect and each challenge to authenticate. What is
 * written to open a tunnel through a proxy has others. What the JDK repeats because a connection that was kept alive has been closed
 * without an answer is not written anew: its token goes to the same host, which has hardly read it.
 */
record WriteSink(EnforcementPoint enforcement, Sink request) implements Sink {
    @Override
    public @Nullable Object enter(int site, @Nullable Object self, @Nullable Object first, @Nullable Object second)
            throws Refusal {
        request.enter(site, self, first, second);
        final @Nullable String token = enforcement.taskToken(site);
        if (first != null
                && (token != null
                        || (self instanceof HttpURLConnection connection
                                && connection.getRequestProperty(TaskTokens.HEADER) != null))) {
            TaskHeader.replace(first, token);
        }
        return null;
    }
}
