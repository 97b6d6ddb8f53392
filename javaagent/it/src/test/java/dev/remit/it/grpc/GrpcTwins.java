package dev.remit.it.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.LocalServer;
import dev.remit.it.Needs;
import dev.remit.it.Recorded;
import dev.remit.it.Refusals;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTwins {
    private static final Metadata.Key<String> TASK = Metadata.Key.of("Remit-Task", Metadata.ASCII_STRING_MARSHALLER);

    private final List<ManagedChannel> channels = new ArrayList<>();
    private EchoServer server;
    private Recorded recorded;

    @BeforeEach
    void begin() {
        server = new EchoServer();
        recorded = new Recorded();
    }

    @AfterEach
    void end() {
        channels.forEach(ManagedChannel::shutdownNow);
        server.close();
    }

    private ManagedChannel channel(String target) {
        return opened(ManagedChannelBuilder.forTarget(target));
    }

    private ManagedChannel opened(ManagedChannelBuilder<?> builder) {
        final ManagedChannel channel = builder.usePlaintext().build();
        channels.add(channel);
        return channel;
    }

    private static StatusRuntimeException assertRefused(Throwable thrown) {
        final Throwable bare = thrown instanceof ExecutionException ? thrown.getCause() : thrown;
        assertThat(bare)
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageStartingWith("PERMISSION_DENIED: Remit refused this call: action=")
                .hasMessageContaining("; call=");
        return (StatusRuntimeException) bare;
    }

    private static JsonNode only(List<JsonNode> records) {
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private String outcome(JsonNode decision) {
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
        return recorded.outcome(decision).path("outcome").asText();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldGuardACallHoweverItIsMade(Way way) throws Throwable {
        server.goOn.countDown();
        assertThat(way.call(channel(server.allowed()))).isEqualTo("hello");
        assertRefused(catchThrowable(() -> way.call(channel(server.denied()))));

        // The connection that the first made is a part of it.
        assertThat(server.calls).hasSize(1);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d ->
                        d.path("category").asText() + ' ' + d.path("verdict").asText())
                .containsExactly("http allow", "http deny");
        assertThat(outcome(decisions.get(0))).isEqualTo("ok");
        assertThat(outcome(decisions.get(1))).isEqualTo("refused");
    }

    @Test
    // Old ones ask DNS for more than the address, past the names of this JVM.
    @Needs("io.grpc.internal.PickFirstLeafLoadBalancer")
    void shouldRefuseAnAddressThatAPermittedNameShouldNotMean() {
        final Throwable thrown = catchThrowable(() -> Way.BLOCKING.call(channel("rebind.test:" + server.port())));

        assertThat(thrown).isInstanceOf(StatusRuntimeException.class).hasMessageStartingWith("UNAVAILABLE");
        assertThat(thrown.getCause()).hasMessageContaining("Remit refused this call: action=Connect; resource=Host/");
        assertThat(server.calls).isEmpty();
        assertThat(recorded.decisions().subList(0, 2))
                .extracting(d ->
                        d.path("verdict").asText() + ' ' + d.path("resource").asText())
                .containsExactly(
                        "allow Remit::Host::\"rebind.test:" + server.port() + "\"",
                        "deny Remit::Host::\"127.0.0.1:" + server.port() + "\"");
    }

    @Test
    void shouldRecordWhatIsCalledWhere() throws Throwable {
        Way.BLOCKING.call(channel("dns:///" + server.allowed()));

        final JsonNode decision = only(recorded.decisions());
        assertThat(decision.path("category").asText()).isEqualTo("http");
        assertThat(decision.path("principal").asText()).isEqualTo("Remit::Workload::\"spiffe://example.org/it\"");
        assertThat(decision.path("action").asText()).isEqualTo("Remit::Action::\"POST\"");
        assertThat(decision.path("resource").asText()).isEqualTo("Remit::Host::\"localhost:" + server.port() + "\"");
        assertThat(decision.path("policies").toString()).isEqualTo("[\"allowed-host\"]");
        assertThat(decision.path("arguments").asText()).isEqualTo("it.Echo/Say");
        assertThat(decision.has("parent")).isFalse();
    }

    @Test
    void shouldSayThePolicysReasonInTheRefusal() {
        final StatusRuntimeException refusal = assertRefused(catchThrowable(() -> ClientCalls.blockingUnaryCall(
                channel(server.allowed()), EchoServer.FORBIDDEN, CallOptions.DEFAULT, "hi")));

        assertThat(refusal).hasMessageContaining("policy=forbidden-method; reason=not this method");
        assertThat(server.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "not-permitted.invalid:8443,not-permitted.invalid:8443",
        "dns:///not-permitted.invalid,not-permitted.invalid:443",
        "dns://localhost@not-permitted.invalid:1/localhost@not-permitted.invalid:1,not-permitted.invalid:1"
    })
    void shouldRefuseBeforeTheNameIsLookedUp(String target, String host) {
        // No such name: were it looked up first, the failure would be another one.
        assertRefused(catchThrowable(() -> Way.BLOCKING.call(channel(target))));

        assertThat(only(recorded.decisions()).path("resource").asText()).isEqualTo("Remit::Host::\"" + host + "\"");
    }

    @Test
    void shouldRefuseAConnectionElsewhereThanWhereTheCallSaysItGoes() {
        final ManagedChannel pretending =
                opened(ManagedChannelBuilder.forTarget(server.denied()).overrideAuthority(server.allowed()));

        assertThat(catchThrowable(() -> Way.BLOCKING.call(pretending)))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageStartingWith("UNAVAILABLE")
                .hasRootCauseInstanceOf(IOException.class)
                .rootCause()
                .hasMessageContaining("Remit refused this call");

        assertThat(server.calls).isEmpty();
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions.subList(0, 2))
                .extracting(d ->
                        d.path("category").asText() + ' ' + d.path("verdict").asText())
                .containsExactly("http allow", "connect deny");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
        assertThat(outcome(decisions.get(0))).isEqualTo("error");
    }

    @Test
    void shouldAttributeTheCallToTheAgentAndItsToolCall() throws Exception {
        final ManagedChannel channel = channel(server.allowed());
        AgentWork.inSession("s-grpc", () -> {
            for (int i = 0; i < 2; i++) {
                ClientCalls.blockingUnaryCall(channel, EchoServer.SAY, CallOptions.DEFAULT, "hi");
            }
            return null;
        });

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "http", "http");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Agent::"))
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-grpc"));
        assertThat(decisions.subList(1, 3))
                .allSatisfy(d -> assertThat(d.path("parent").asLong())
                        .isEqualTo(decisions.get(0).path("call").asLong()));
    }

    @Test
    void shouldLeaveNothingBehindOnTheThread() throws Throwable {
        AgentWork.inSession("s-left", () -> {
            ClientCalls.blockingUnaryCall(channel(server.allowed()), EchoServer.SAY, CallOptions.DEFAULT, "hi");
            return null;
        });
        assertRefused(catchThrowable(() -> Way.BLOCKING.call(channel(server.denied()))));

        new Socket("localhost", server.port()).close();

        final JsonNode connect = only(recorded.decisions("connect"));
        assertThat(connect.path("principal").asText()).startsWith("Remit::Workload::");
        assertThat(connect.has("parent")).isFalse();
        assertThat(connect.has("session")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellTheListenerWithinTheWorkOfWhoeverCalled(boolean connected) throws Throwable {
        final ManagedChannel channel = channel(server.allowed());
        if (connected) {
            Way.BLOCKING.call(channel);
        }
        final CompletableFuture<Void> inCallback = new CompletableFuture<>();
        try (LocalServer web = new LocalServer()) {
            AgentWork.inSession("s-callback", () -> {
                ClientCalls.asyncUnaryCall(
                        channel.newCall(EchoServer.SAY, CallOptions.DEFAULT), "hi", new Way.Answers() {
                            @Override
                            public void onNext(String value) {
                                try {
                                    ((HttpURLConnection) URI.create(web.allowed("/from-callback"))
                                                    .toURL()
                                                    .openConnection())
                                            .getResponseCode();
                                    inCallback.complete(null);
                                } catch (IOException e) {
                                    inCallback.completeExceptionally(e);
                                }
                            }
                        });
                return null;
            });
            Refusals.get(inCallback);
        }

        final List<JsonNode> decisions = recorded.decisions();
        final JsonNode call = decisions.get(decisions.size() - 2);
        final JsonNode callback = decisions.get(decisions.size() - 1);
        assertThat(callback.path("arguments").asText()).isEqualTo("/from-callback");
        assertThat(callback.path("principal").asText()).startsWith("Remit::Agent::");
        assertThat(callback.path("session").asText()).isEqualTo("s-callback");
        assertThat(callback.path("parent").asLong()).isEqualTo(call.path("call").asLong());
        assertThat(outcome(call)).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepTheContextsOfManyCallsApart(boolean connected) throws Throwable {
        final ManagedChannel channel = channel(server.allowed());
        final int count = 100;
        if (connected) {
            Way.BLOCKING.call(channel);
        }
        final List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(AgentWork.inSession(
                    "many-" + i,
                    () -> ClientCalls.futureUnaryCall(channel.newCall(EchoServer.SAY, CallOptions.DEFAULT), "hi")));
        }
        for (Future<String> answer : answers) {
            assertThat(Refusals.get(answer)).isEqualTo("hello");
        }

        assertThat(recorded.decisions("connect")).isEmpty();
        final List<JsonNode> tools = recorded.decisions("tool");
        final List<JsonNode> calls = recorded.decisions("http").subList(connected ? 1 : 0, count + (connected ? 1 : 0));
        assertThat(calls)
                .extracting(
                        d -> d.path("session").asText() + ' ' + d.path("parent").asLong())
                .containsExactlyElementsOf(tools.stream()
                        .map(d -> d.path("session").asText()
                                + ' '
                                + d.path("call").asLong())
                        .toList());
        assertThat(calls).allSatisfy(d -> assertThat(outcome(d)).isEqualTo("ok"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRecordTheStatusThatACallFailsWith(boolean connected) throws Throwable {
        final ManagedChannel channel = channel(server.allowed());
        if (connected) {
            Way.BLOCKING.call(channel);
        }
        assertThat(catchThrowable(
                        () -> ClientCalls.blockingUnaryCall(channel, EchoServer.FAIL, CallOptions.DEFAULT, "x")))
                .hasMessage("NOT_FOUND: no x");

        final List<JsonNode> decisions = recorded.decisions();
        final JsonNode failed = decisions.get(decisions.size() - 1);
        assertThat(outcome(failed)).isEqualTo("error");
        assertThat(recorded.outcome(failed).path("error").asText()).isEqualTo("io.grpc.StatusRuntimeException");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRecordACancelledCall(boolean connected) throws Throwable {
        final ManagedChannel channel = channel(server.allowed());
        if (connected) {
            Way.BLOCKING.call(channel);
        }
        final Future<String> future =
                ClientCalls.futureUnaryCall(channel.newCall(EchoServer.NEVER, CallOptions.DEFAULT), "hi");
        assertThat(server.waiting.await(20, TimeUnit.SECONDS)).isTrue();

        future.cancel(true);

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(outcome(decisions.get(decisions.size() - 1))).isEqualTo("cancelled");
    }

    @Test
    void shouldRecordACallThatIsGivenUpBeforeThereIsAnAddress() {
        final NameResolverProvider stuck = new StuckResolver();
        NameResolverRegistry.getDefaultRegistry().register(stuck);
        try {
            final ManagedChannel channel = channel("stuck:///localhost:1");
            ClientCalls.futureUnaryCall(channel.newCall(EchoServer.SAY, CallOptions.DEFAULT), "hi")
                    .cancel(true);
            assertThat(catchThrowable(() -> ClientCalls.blockingUnaryCall(
                            channel,
                            EchoServer.SAY,
                            CallOptions.DEFAULT.withDeadlineAfter(100, TimeUnit.MILLISECONDS),
                            "hi")))
                    .hasMessageStartingWith("DEADLINE_EXCEEDED");
            assertRefused(catchThrowable(() -> ClientCalls.blockingUnaryCall(
                    channel("stuck:///127.0.0.1:1"),
                    EchoServer.SAY,
                    CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS),
                    "hi")));
        } finally {
            NameResolverRegistry.getDefaultRegistry().deregister(stuck);
        }

        assertThat(recorded.decisions()).extracting(this::outcome).containsExactly("cancelled", "error", "refused");
    }

    @Test
    void shouldEndAStreamingCallWhenItsStreamDoes() {
        final Iterator<String> answers = ClientCalls.blockingServerStreamingCall(
                channel(server.allowed()), EchoServer.THRICE, CallOptions.DEFAULT, "hi");

        assertThat(answers.next()).isEqualTo("one");
        assertThat(answers.next()).isEqualTo("two");
        assertThat(recordsOutcomeWithin(200)).isFalse();
        server.goOn.countDown();
        assertThat(answers.next()).isEqualTo("three");
        assertThat(answers.hasNext()).isFalse();

        assertThat(outcome(only(recorded.decisions()))).isEqualTo("ok");
    }

    private boolean recordsOutcomeWithin(long ms) {
        final CompletableFuture<JsonNode> outcome =
                CompletableFuture.supplyAsync(() -> recorded.outcome(only(recorded.decisions())));
        try {
            outcome.get(ms, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldTakeGrpcsOwnRetryForTheSameCall() {
        final ManagedChannel channel = opened(ManagedChannelBuilder.forTarget(server.allowed())
                .enableRetry()
                .defaultServiceConfig(retrying("UNAVAILABLE")));

        assertThat(ClientCalls.blockingUnaryCall(channel, EchoServer.FAIL_FIRST, CallOptions.DEFAULT, "hi"))
                .isEqualTo("hello");

        assertThat(server.calls).hasSize(2);
        assertThat(outcome(only(recorded.decisions()))).isEqualTo("ok");
    }

    @Test
    void shouldNotLetARefusalBeRetried() {
        final ManagedChannel channel = opened(ManagedChannelBuilder.forTarget(server.denied())
                .enableRetry()
                .defaultServiceConfig(retrying("PERMISSION_DENIED")));

        assertRefused(catchThrowable(() -> Way.BLOCKING.call(channel)));

        assertThat(recorded.decisions()).hasSize(1);
    }

    private static Map<String, ?> retrying(String status) {
        return Map.of(
                "methodConfig",
                List.of(Map.of(
                        "name",
                        List.of(Map.of()),
                        "retryPolicy",
                        Map.of(
                                "maxAttempts",
                                3.0,
                                "initialBackoff",
                                "0.01s",
                                "maxBackoff",
                                "0.1s",
                                "backoffMultiplier",
                                1.0,
                                "retryableStatusCodes",
                                List.of(status)))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLetNoTaskOfTheApplicationsOwnThrough(boolean connected) throws Throwable {
        final Metadata own = new Metadata();
        own.put(TASK, "own");
        final ManagedChannel channel = opened(ManagedChannelBuilder.forTarget(server.allowed())
                .intercept(MetadataUtils.newAttachHeadersInterceptor(own)));
        Way.BLOCKING.call(channel);
        if (connected) {
            Way.BLOCKING.call(channel);
        }

        assertThat(server.calls).hasSize(connected ? 2 : 1);
        assertThat(server.tasks).isEmpty();
    }

    @Test
    void shouldDecideWhatTheApplicationsInterceptorsMadeOfTheCall() {
        final ManagedChannel channel =
                opened(ManagedChannelBuilder.forTarget(server.allowed()).intercept(new ClientInterceptor() {
                    @Override
                    @SuppressWarnings("unchecked")
                    public <A, B> ClientCall<A, B> interceptCall(
                            MethodDescriptor<A, B> method, CallOptions options, Channel next) {
                        return (ClientCall<A, B>) next.newCall(EchoServer.FORBIDDEN, options);
                    }
                }));

        assertRefused(catchThrowable(() -> Way.BLOCKING.call(channel)));

        assertThat(only(recorded.decisions()).path("arguments").asText()).isEqualTo("it.Echo/Forbidden");
    }

    @Test
    void shouldLeaveAShutDownChannelAsItIs() {
        final ManagedChannel channel = channel(server.allowed());
        channel.shutdownNow();

        assertThat(catchThrowable(() -> Way.BLOCKING.call(channel)))
                .hasMessageStartingWith(Status.Code.UNAVAILABLE.name());
    }

    /** A resolver that never finds an address. */
    private static final class StuckResolver extends NameResolverProvider {
        @Override
        public NameResolver newNameResolver(URI target, NameResolver.Args arguments) {
            return new NameResolver() {
                @Override
                public String getServiceAuthority() {
                    return target.getPath().substring(1);
                }

                @Override
                public void start(Listener2 listener) {}

                @Override
                public void shutdown() {}
            };
        }

        @Override
        protected boolean isAvailable() {
            return true;
        }

        @Override
        protected int priority() {
            return 5;
        }

        @Override
        public String getDefaultScheme() {
            return "stuck";
        }
    }
}
