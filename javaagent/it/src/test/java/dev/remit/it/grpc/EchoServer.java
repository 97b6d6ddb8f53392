package dev.remit.it.grpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A gRPC server on loopback, without TLS; its messages are texts. */
public final class EchoServer implements AutoCloseable {
    /** Answers "hello". */
    public static final MethodDescriptor<String, String> SAY = method("Say", MethodType.UNARY);

    static final MethodDescriptor<String, String> FORBIDDEN = method("Forbidden", MethodType.UNARY);
    static final MethodDescriptor<String, String> FAIL = method("Fail", MethodType.UNARY);
    static final MethodDescriptor<String, String> FAIL_FIRST = method("FailFirst", MethodType.UNARY);
    static final MethodDescriptor<String, String> NEVER = method("Never", MethodType.UNARY);
    static final MethodDescriptor<String, String> THRICE = method("Thrice", MethodType.SERVER_STREAMING);
    static final MethodDescriptor<String, String> JOIN = method("Join", MethodType.CLIENT_STREAMING);
    static final MethodDescriptor<String, String> CHAT = method("Chat", MethodType.BIDI_STREAMING);

    private static final Metadata.Key<String> TASK = Metadata.Key.of("remit-task", Metadata.ASCII_STRING_MARSHALLER);

    /** The full names of the methods that were called. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    /** The tasks that came along. */
    public final List<String> tasks = new CopyOnWriteArrayList<>();

    /** Opened when {@code Never} has been called. */
    final CountDownLatch waiting = new CountDownLatch(1);

    /** {@code Thrice} waits for it before its last answer. */
    final CountDownLatch goOn = new CountDownLatch(1);

    private final Server server;

    /** Starts it. */
    public EchoServer() {
        final ServerServiceDefinition service = ServerServiceDefinition.builder("it.Echo")
                .addMethod(SAY, ServerCalls.asyncUnaryCall((request, answers) -> answer(answers, "hello")))
                .addMethod(FORBIDDEN, ServerCalls.asyncUnaryCall((request, answers) -> answer(answers, "oops")))
                .addMethod(
                        FAIL,
                        ServerCalls.asyncUnaryCall((request, answers) -> answers.onError(Status.NOT_FOUND
                                .withDescription("no " + request)
                                .asRuntimeException())))
                .addMethod(FAIL_FIRST, ServerCalls.asyncUnaryCall(this::failFirst))
                .addMethod(NEVER, ServerCalls.asyncUnaryCall((request, answers) -> waiting.countDown()))
                .addMethod(THRICE, ServerCalls.asyncServerStreamingCall(this::thrice))
                .addMethod(JOIN, ServerCalls.asyncClientStreamingCall(EchoServer::join))
                .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(EchoServer::chat))
                .build();
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                    .addService(ServerInterceptors.intercept(service, new Log()))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MethodDescriptor<String, String> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(new Text(), new Text())
                .setType(type)
                .setFullMethodName("it.Echo/" + name)
                .build();
    }

    /** What the policy permits. */
    public String allowed() {
        return "localhost:" + port();
    }

    /** What it does not. */
    String denied() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return server.getPort();
    }

    private static void answer(StreamObserver<String> answers, String text) {
        answers.onNext(text);
        answers.onCompleted();
    }

    private void failFirst(String request, StreamObserver<String> answers) {
        if (calls.size() == 1) {
            answers.onError(Status.UNAVAILABLE.asRuntimeException());
        } else {
            answer(answers, "hello");
        }
    }

    private void thrice(String request, StreamObserver<String> answers) {
        answers.onNext("one");
        answers.onNext("two");
        try {
            goOn.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answer(answers, "three");
    }

    private static StreamObserver<String> join(StreamObserver<String> answers) {
        final StringBuilder joined = new StringBuilder();
        return new StreamObserver<>() {
            @Override
            public void onNext(String value) {
                joined.append(value);
            }

            @Override
            public void onError(Throwable t) {}

            @Override
            public void onCompleted() {
                answer(answers, joined.toString());
            }
        };
    }

    private static StreamObserver<String> chat(StreamObserver<String> answers) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String value) {
                answers.onNext(value);
            }

            @Override
            public void onError(Throwable t) {}

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }

    @Override
    public void close() {
        goOn.countDown();
        server.shutdownNow();
    }

    private final class Log implements ServerInterceptor {
        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            calls.add(call.getMethodDescriptor().getFullMethodName());
            if (headers.containsKey(TASK)) {
                tasks.add(headers.get(TASK));
            }
            return next.startCall(call, headers);
        }
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
