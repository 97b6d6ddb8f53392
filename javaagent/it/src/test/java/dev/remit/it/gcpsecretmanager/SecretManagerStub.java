package dev.remit.it.gcpsecretmanager;

import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Secret Manager's {@code AccessSecretVersion} over gRPC, as version 1 and as its beta, which are alike on the wire, and over HTTP. */
final class SecretManagerStub implements AutoCloseable {
    private static final String V1 = "google.cloud.secretmanager.v1.SecretManagerService";
    private static final String BETA = "google.cloud.secrets.v1beta1.SecretManagerService";
    private static final String HANGING = "projects/it/secrets/allowed/versions/hanging";

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Server server;
    private final HttpServer httpServer;

    /** Starts it without secrets. */
    SecretManagerStub() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))
                    .addService(service(V1))
                    .addService(service(BETA))
                    .build()
                    .start();
            httpServer = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        httpServer.createContext("/", this::handle);
        httpServer.start();
    }

    private ServerServiceDefinition service(String name) {
        return ServerServiceDefinition.builder(name)
                .addMethod(
                        MethodDescriptor.<AccessSecretVersionRequest, AccessSecretVersionResponse>newBuilder()
                                .setType(MethodDescriptor.MethodType.UNARY)
                                .setFullMethodName(MethodDescriptor.generateFullMethodName(name, "AccessSecretVersion"))
                                .setRequestMarshaller(
                                        ProtoUtils.marshaller(AccessSecretVersionRequest.getDefaultInstance()))
                                .setResponseMarshaller(
                                        ProtoUtils.marshaller(AccessSecretVersionResponse.getDefaultInstance()))
                                .build(),
                        ServerCalls.asyncUnaryCall(this::access))
                .build();
    }

    /** Adds a secret, of whatever version. */
    SecretManagerStub with(String secret, String value) {
        secrets.put(secret, value);
        return this;
    }

    /** From now on it fails as often as this, in a way that clients retry. */
    void failing(int times) {
        failures.set(times);
    }

    /** The gRPC server's, under the name that the policy permits. */
    String endpoint() {
        return "localhost:" + server.getPort();
    }

    /** The HTTP server's, under the name that the policy permits. */
    String httpEndpoint() {
        return "http://localhost:" + httpServer.getAddress().getPort();
    }

    /** How many requests have reached it. */
    int requests() {
        return requests.get();
    }

    private void access(AccessSecretVersionRequest asked, StreamObserver<AccessSecretVersionResponse> answer) {
        requests.incrementAndGet();
        final String value = secrets.get(asked.getName().replaceAll("/versions/.*", ""));
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            answer.onError(Status.UNAVAILABLE.asRuntimeException());
        } else if (value == null) {
            answer.onError(Status.NOT_FOUND.asRuntimeException());
        } else if (!asked.getName().equals(HANGING)) {
            answer.onNext(AccessSecretVersionResponse.newBuilder()
                    .setName(asked.getName())
                    .setPayload(SecretPayload.newBuilder().setData(ByteString.copyFromUtf8(value)))
                    .build());
            answer.onCompleted();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        final String name = exchange.getRequestURI()
                .getPath()
                .replaceFirst("^/v1[a-z0-9]*/", "")
                .replace(":access", "");
        final String value = secrets.get(name.replaceAll("/versions/.*", ""));
        final byte[] body = (value == null
                        ? "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\"}}"
                        : "{\"name\":\"" + name + "\",\"payload\":{\"data\":\""
                                + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(value == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.shutdownNow();
        httpServer.stop(0);
    }
}
