package dev.remit.engine.policy;

import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.RequestFrame;
import org.jspecify.annotations.Nullable;

/** Where in the frame the attributes of a tool's input and of an HTTP request lie; what no policy reads has slot -1 and is not filled in. */
final class ContextSlots {
    final int input;
    private final int http;
    private final int method;
    private final int scheme;
    private final int host;
    private final int port;
    private final int path;

    ContextSlots(@Nullable CompiledPolicies policies) {
        input = slot(policies, "input");
        http = slot(policies, "http");
        method = slot(policies, "http", "method");
        scheme = slot(policies, "http", "scheme");
        host = slot(policies, "http", "host");
        port = slot(policies, "http", "port");
        path = slot(policies, "http", "path");
    }

    /** -1 where no policy reads it. */
    static int slot(@Nullable CompiledPolicies policies, String... attributes) {
        return policies == null ? -1 : policies.contextSlot(attributes);
    }

    void bindHttp(RequestFrame frame, String verb, String protocol, String name, int number, String url) {
        if (http < 0) {
            return;
        }
        frame.setRecord(http);
        if (method >= 0) {
            frame.setString(method, verb);
        }
        if (scheme >= 0) {
            frame.setString(scheme, protocol);
        }
        if (host >= 0) {
            frame.setString(host, name);
        }
        if (port >= 0) {
            frame.setLong(port, number);
        }
        if (path >= 0) {
            bindPath(frame, url);
        }
    }

    /** {@code /} where the URL has no path. */
    private void bindPath(RequestFrame frame, String url) {
        final int from = UrlPath.start(url);
        final int to = UrlPath.end(url, from);
        if (to == from) {
            frame.setString(path, "/");
        } else {
            frame.setString(path, url, from, to);
        }
    }
}
