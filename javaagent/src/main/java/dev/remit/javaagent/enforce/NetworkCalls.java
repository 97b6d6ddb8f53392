package dev.remit.javaagent.enforce;

import dev.remit.engine.Category;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.HostAddresses;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * HTTP requests, and connections of sockets: whether one goes on. A retry, and the next hop on another thread, belong to the request that
 * was let through first, and so does an allowed request's own connection. Thread-safe.
 */
final class NetworkCalls {
    private final PoliciesInForce policies;
    private final FailClosed failClosed;
    private final DelegatedRequests delegatedRequests;
    private final CarriedCalls carriedCalls;
    private final CallEnds ends;
    private final Stacks stacks;

    NetworkCalls(
            PoliciesInForce policies,
            FailClosed failClosed,
            DelegatedRequests delegatedRequests,
            CarriedCalls carriedCalls,
            CallEnds ends,
            Stacks stacks) {
        this.policies = policies;
        this.failClosed = failClosed;
        this.delegatedRequests = delegatedRequests;
        this.carriedCalls = carriedCalls;
        this.ends = ends;
        this.stacks = stacks;
    }

    /** See {@link RemitGate#http}. */
    @Nullable
    String http(
            int site,
            @Nullable Object call,
            @Nullable String method,
            @Nullable String scheme,
            @Nullable String host,
            int port,
            @Nullable String url) {
        @Nullable CallStack mine = null;
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return null;
            }
            mine = stack.enter();
            final @Nullable Carried carried = carriedCalls.get(call, stack.carriedKey);
            if (carried == null && stack.isWithin(Category.HTTP, call)) {
                stack.absorb(site);
                return null;
            }
            final Decisions point = policies.decisions();
            final DecisionRequest asked = carried == null
                    ? point.request(stack, stack.session(), stack.task())
                    : point.request(stack, carried.session, carried.task);
            final Carried.@Nullable Target before = host == null && carried != null ? carried.target() : null;
            final @Nullable String protocol = before == null ? scheme : before.scheme();
            if (before == null) {
                asked.http(method, protocol, host, port, url);
            } else {
                asked.http(method, protocol, before.host(), before.port(), url);
            }
            asked.deny(delegatedRequests.problem(asked, point));
            if (carried != null
                    && carried.isDecided(method, protocol, asked.resource().name(), asked.port(), url)) {
                asked.clear();
                stack.goOn(site, carried, call);
                return null;
            }
            final @Nullable String refusal = point.decide(
                    stack,
                    site,
                    asked,
                    carried == null ? stack.parentId() : carried.callId(),
                    call,
                    url == null ? null : stack.path.pathOf(url));
            if (refusal == null) {
                final @Nullable Call open = stack.innermost();
                if (open != null) {
                    open.name = asked.resource().name();
                    open.port = asked.port();
                    open.method = method;
                    open.scheme = protocol;
                    open.url = url;
                    if (carried != null) {
                        carried.decided(open);
                    }
                }
            }
            return refusal;
        } catch (Throwable t) {
            return failClosed.refusal(mine, site, t);
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }

    /**
     * See {@link RemitGate#connect}. An allowed HTTP call's own connection is a part of it, and so is what one method of the JDK has
     * another do for it. Whoever rules a name rules its address: one that the name should not mean is decided on its own, beside the name.
     */
    @Nullable
    String connect(int site, String host, int port, @Nullable Object address) {
        @Nullable CallStack mine = null;
        boolean named = false;
        try {
            final CallStack stack = stacks.get();
            if (stack.isGuarding()) {
                return null;
            }
            mine = stack.enter();
            final Decisions point = policies.decisions();
            final DecisionRequest asked = point.request(stack, stack.session(), stack.task());
            asked.connect(host, port);
            final String name = asked.resource().name();
            final @Nullable InetAddress odd =
                    address instanceof InetAddress inet && !HostAddresses.mayMean(name, inet) ? inet : null;
            final @Nullable Call open = stack.innermost();
            if (open != null && open.isConnectedTo(name, port)) {
                if (odd == null || odd.equals(open.address)) {
                    asked.clear();
                    stack.absorb(site);
                    return null;
                }
            } else {
                final @Nullable String refusal = point.decide(stack, site, asked, stack.parentId(), null, null);
                if (refusal != null) {
                    return refusal;
                }
                connected(stack, name, port);
                if (odd == null) {
                    return null;
                }
                named = true;
            }
            asked.by(stack.session(), stack.task(), stack.nowNs / 1_000_000);
            asked.connect(odd.getHostAddress(), port);
            final @Nullable String refusal = point.decide(stack, site, asked, stack.parentId(), null, name);
            if (refusal != null) {
                ends.takeBack(stack, stack.entered);
                return refusal;
            }
            final Call own = connected(stack, name, port);
            own.address = odd;
            own.joined = named;
            return null;
        } catch (Throwable t) {
            return failClosed.refusal(mine, site, t);
        } finally {
            if (mine != null) {
                mine.guarding = false;
            }
        }
    }

    private static Call connected(CallStack stack, String name, int port) {
        final Call open = Objects.requireNonNull(stack.innermost());
        open.name = name;
        open.port = port;
        return open;
    }
}
