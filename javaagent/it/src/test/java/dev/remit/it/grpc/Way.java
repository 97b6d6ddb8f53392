package dev.remit.it.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Every way in which a stub, or the application, makes a call; each brings "hello". */
enum Way {
    BLOCKING {
        @Override
        String call(Channel channel) {
            return ClientCalls.blockingUnaryCall(channel, EchoServer.SAY, CallOptions.DEFAULT, "hi");
        }
    },
    FUTURE {
        @Override
        String call(Channel channel) throws Exception {
            return ClientCalls.futureUnaryCall(channel.newCall(EchoServer.SAY, CallOptions.DEFAULT), "hi")
                    .get(20, TimeUnit.SECONDS);
        }
    },
    ASYNC {
        @Override
        String call(Channel channel) throws Exception {
            final Answers answers = new Answers();
            ClientCalls.asyncUnaryCall(channel.newCall(EchoServer.SAY, CallOptions.DEFAULT), "hi", answers);
            return answers.all();
        }
    },
    SERVER_STREAMING {
        @Override
        String call(Channel channel) {
            final List<String> all = new ArrayList<>();
            ClientCalls.blockingServerStreamingCall(channel, EchoServer.THRICE, CallOptions.DEFAULT, "hi")
                    .forEachRemaining(all::add);
            return all.equals(List.of("one", "two", "three")) ? "hello" : all.toString();
        }
    },
    SERVER_STREAMING_ASYNC {
        @Override
        String call(Channel channel) throws Exception {
            final Answers answers = new Answers();
            ClientCalls.asyncServerStreamingCall(
                    channel.newCall(EchoServer.THRICE, CallOptions.DEFAULT), "hi", answers);
            return answers.all().equals("onetwothree") ? "hello" : "";
        }
    },
    CLIENT_STREAMING {
        @Override
        String call(Channel channel) throws Exception {
            final Answers answers = new Answers();
            final StreamObserver<String> requests = ClientCalls.asyncClientStreamingCall(
                    channel.newCall(EchoServer.JOIN, CallOptions.DEFAULT), answers);
            requests.onNext("hel");
            requests.onNext("lo");
            requests.onCompleted();
            return answers.all();
        }
    },
    BIDI_STREAMING {
        @Override
        String call(Channel channel) throws Exception {
            final Answers answers = new Answers();
            final StreamObserver<String> requests =
                    ClientCalls.asyncBidiStreamingCall(channel.newCall(EchoServer.CHAT, CallOptions.DEFAULT), answers);
            requests.onNext("hel");
            requests.onNext("lo");
            requests.onCompleted();
            return answers.all();
        }
    },
    REFLECTION {
        @Override
        @SuppressWarnings("unchecked")
        String call(Channel channel) throws Exception {
            final ClientCall<String, String> call = (ClientCall<String, String>) Channel.class
                    .getMethod("newCall", MethodDescriptor.class, CallOptions.class)
                    .invoke(channel, EchoServer.SAY, CallOptions.DEFAULT);
            return ClientCalls.futureUnaryCall(call, "hi").get(20, TimeUnit.SECONDS);
        }
    },
    METHOD_HANDLE {
        @Override
        @SuppressWarnings("unchecked")
        String call(Channel channel) throws Throwable {
            final ClientCall<String, String> call = (ClientCall<String, String>) MethodHandles.lookup()
                    .findVirtual(
                            Channel.class,
                            "newCall",
                            MethodType.methodType(ClientCall.class, MethodDescriptor.class, CallOptions.class))
                    .invoke(channel, EchoServer.SAY, CallOptions.DEFAULT);
            return ClientCalls.futureUnaryCall(call, "hi").get(20, TimeUnit.SECONDS);
        }
    },
    INTERCEPTED {
        @Override
        String call(Channel channel) {
            // A lambda, within a channel of another class.
            final ClientInterceptor interceptor = new ClientInterceptor() {
                @Override
                public <A, B> ClientCall<A, B> interceptCall(
                        MethodDescriptor<A, B> method, CallOptions options, Channel next) {
                    return next.newCall(method, options.withDeadlineAfter(20, TimeUnit.SECONDS));
                }
            };
            return BLOCKING.callQuietly(ClientInterceptors.intercept(channel, interceptor));
        }
    },
    DIRECT_EXECUTOR {
        @Override
        String call(Channel channel) throws Exception {
            final CallOptions options = CallOptions.DEFAULT.withExecutor(Runnable::run);
            return ClientCalls.futureUnaryCall(channel.newCall(EchoServer.SAY, options), "hi")
                    .get(20, TimeUnit.SECONDS);
        }
    };

    abstract String call(Channel channel) throws Throwable;

    private String callQuietly(Channel channel) {
        try {
            return call(channel);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /** What an asynchronous call brings. */
    static class Answers implements StreamObserver<String> {
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<String> done = new CompletableFuture<>();

        @Override
        public void onNext(String value) {
            text.append(value);
        }

        @Override
        public void onError(Throwable t) {
            done.completeExceptionally(t);
        }

        @Override
        public void onCompleted() {
            done.complete(text.toString());
        }

        String all() throws Exception {
            return done.get(20, TimeUnit.SECONDS);
        }
    }
}
