package dev.remit.javaagent.hooks.grpc;

import static dev.remit.engine.Category.HTTP;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Every call passes the channel behind the application's interceptors, before a name is looked up or a connection made: there it is
 * decided, as a {@code POST} to the channel's authority, with the method's full name as path. Whether the channel has TLS is not to be
 * seen there: the scheme is {@code grpc}, and without a port 443 is meant.
 *
 * <p>A call that finds no connection yet is made of two: one for the application, and behind it the one that does the work. They
 * have nothing in common but the metadata that both are started with. The call ends when the latter closes, whichever
 * attempts it took; its listener's methods are run for whoever made the call. A connection is a part of the last call on its channel.
 */
public final class GrpcHook extends LibraryHook {
    private static final String INTERNAL = "io.grpc.internal.";
    private static final String CALL = INTERNAL + "ClientCallImpl";
    private static final String LISTENER = "io.grpc.ClientCall$Listener";
    private static final String METADATA = "io.grpc.Metadata";

    /** The table of gRPC. */
    public GrpcHook() {
        super("gRPC", List.of("1.40+"), "grpc-core");
    }

    @Override
    protected List<CallSite> rows() {
        final String delayed = INTERNAL + "DelayedClientCall";
        final String selecting = INTERNAL + "ManagedChannelImpl$ConfigSelectingClientCall";
        final String events = CALL + "$ClientStreamListenerImpl";
        return List.of(
                decided(
                        HTTP,
                        Target.of(
                                INTERNAL + "ManagedChannelImpl$RealChannel",
                                "newCall",
                                "io.grpc.MethodDescriptor",
                                "io.grpc.CallOptions"),
                        call("NewCall", "Pending")),
                told(Target.of(delayed, "start", LISTENER, METADATA), advice("Forward")),
                told(Target.of(selecting, "start", LISTENER, METADATA), advice("Forward")),
                told(Target.of(delayed, "cancel", "io.grpc.Status", "boolean"), advice("Cancel")),
                told(Target.of(CALL, "start", LISTENER, METADATA), call("Start")),
                told(Target.of(CALL, "closeObserver", LISTENER, "io.grpc.Status", METADATA), advice("Closed")),
                told(Target.anyOf(events, "headersRead"), call("Event")),
                told(Target.anyOf(events, "messagesAvailable"), call("Event")),
                told(Target.anyOf(events, "onReady"), call("Event")),
                told(Target.anyOf(events, "closed"), call("Event")),
                told(Target.of(INTERNAL + "InternalSubchannel", "startNewTransport"), call("Transport")));
    }

    /**
     * A call is made. One that is refused is made in a context that is cancelled with the refusal: gRPC closes it, with this status, as
     * soon as it is started, and it never comes near the network. To throw would leave callers waiting.
     */
    static final class NewCall {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static <A, B> @Nullable ClientCall<A, B> enter(
                @Site int site,
                @Advice.FieldValue("authority") String authority,
                @Advice.FieldValue("clientCallImplChannel") Channel calls,
                @Advice.Argument(0) MethodDescriptor<A, B> method,
                @Advice.Argument(1) CallOptions options) {
            final int colon = authority.lastIndexOf(':');
            int port = 443;
            int end = authority.length();
            if (colon > authority.lastIndexOf(']') && colon + 1 < end) {
                int number = 0;
                int at = colon + 1;
                while (at < end && authority.charAt(at) >= '0' && authority.charAt(at) <= '9') {
                    number = 10 * number + authority.charAt(at++) - '0';
                }
                if (at == end) {
                    port = number;
                    end = colon;
                }
            }
            final String refusal = RemitGate.http(
                    site,
                    null,
                    "POST",
                    "grpc",
                    authority.substring(authority.lastIndexOf('@') + 1, end),
                    port,
                    method.getFullMethodName());
            if (refusal == null) {
                RemitGate.carry(site, authority);
                return null;
            }
            final Context.CancellableContext refused = Context.current().withCancellation();
            refused.cancel(Status.PERMISSION_DENIED.withDescription(refusal).asRuntimeException());
            final Context before = refused.attach();
            try {
                return calls.newCall(method, options);
            } finally {
                refused.detach(before);
            }
        }
    }

    /** What was begun goes on when the application starts it, and within it all that the listener is told of. */
    static final class Pending {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter ClientCall<?, ?> refused,
                @Advice.Return(readOnly = false) ClientCall<?, ?> call,
                @Advice.Thrown Throwable thrown) {
            if (refused != null) {
                call = refused;
            } else if (thrown != null) {
                RemitGate.end(site, null, thrown);
            } else {
                RemitGate.carry(site, call);
                final Object ending = RemitGate.endLater(site, null, null);
                RemitGate.tie(site, ending, call);
                RemitGate.resume(site, call);
                RemitGate.carry(site, ending);
                RemitGate.end(site, null, null);
            }
        }
    }

    /** The application's call is started, and will start another with the same metadata. */
    static final class Forward {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object call, @Advice.Argument(1) Metadata headers) {
            RemitGate.tie(site, RemitGate.ending(site, call), headers);
        }
    }

    /** The application's call is given up, perhaps before there is another behind it. */
    static final class Cancel {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site,
                @Advice.This Object call,
                @Advice.FieldValue("realCall") Object behind,
                @Advice.Argument(0) Status status) {
            if (behind == null && status.getCode() == Status.Code.CANCELLED) {
                RemitGate.cancelled(site, call);
            } else if (behind == null) {
                RemitGate.ended(site, call, status.asRuntimeException());
            }
        }
    }

    /** The call is started that does the work: it takes along the task, and nothing that the application has of one. */
    static final class Start {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object call, @Advice.Argument(1) Metadata headers) {
            Object ending = RemitGate.ending(site, call);
            if (ending == null) {
                ending = RemitGate.ending(site, headers);
                RemitGate.tie(site, ending, call);
            }
            RemitGate.resume(site, ending);
            final Metadata.Key<String> header = Metadata.Key.of("Remit-Task", Metadata.ASCII_STRING_MARSHALLER);
            headers.discardAll(header);
            final String token = ending == null ? null : RemitGate.taskToken(site);
            if (token != null) {
                headers.put(header, token);
            }
        }
    }

    /** It is closed, and its listener about to be told. */
    static final class Closed {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object call, @Advice.Argument(1) Status status) {
            if (status.getCode() == Status.Code.CANCELLED) {
                RemitGate.cancelled(site, call);
            } else {
                RemitGate.ended(site, call, status.isOk() ? null : status.asRuntimeException());
            }
        }
    }

    /** Something has come in, which the listener is told of on the call's executor. */
    static final class Event {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("this$0") Object call) {
            RemitGate.resume(site, RemitGate.ending(site, call));
        }
    }

    /** A connection is made. */
    static final class Transport {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.FieldValue("authority") String authority) {
            RemitGate.resume(site, authority);
        }
    }
}
