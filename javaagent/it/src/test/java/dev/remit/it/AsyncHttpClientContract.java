package dev.remit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds besides for every HTTP client that calls back. */
public abstract class AsyncHttpClientContract extends HttpClientContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * Sends a GET that follows redirects.
     *
     * @param patience how long the client is to wait for an answer
     * @param told called by the client itself, with the body or with the failure
     * @return what cancels it
     */
    protected abstract Runnable ask(String url, Duration patience, BiConsumer<String, Throwable> told) throws Exception;

    /** As {@link #ask}, of a body that is told of piece by piece as it comes; gives its end. */
    protected abstract CompletableFuture<?> stream(String url, Consumer<String> piece) throws Exception;

    /** What a client makes of a refusal for who is called back. */
    protected Class<? extends Exception> refusal() {
        return IOException.class;
    }

    /** What a client tells who cancels a call. */
    protected Class<? extends Exception> cancellation() {
        return CancellationException.class;
    }

    /** The outcomes that a cancelled call may have. */
    protected List<String> outcomesOfACancelledCall() {
        return List.of("cancelled");
    }

    /** Whether a call has ended before its body has: as soon as the client hands out what reads it. */
    protected boolean endsBeforeItsBody() {
        return true;
    }

    /** Whether the client goes on after a connection was closed in the middle. */
    protected boolean survivesAClosedConnection() {
        return true;
    }

    /** What {@link #ask} brings. */
    protected CompletableFuture<String> answer(String url) throws Exception {
        final CompletableFuture<String> answer = new CompletableFuture<>();
        ask(url, PATIENCE, completing(answer));
        return answer;
    }

    /** Reads a body to its end, for {@link #stream}. */
    protected static void read(InputStream body, Consumer<String> piece) {
        final byte[] bytes = new byte[64];
        try (body) {
            for (int count = body.read(bytes); count >= 0; count = body.read(bytes)) {
                piece.accept(new String(bytes, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BiConsumer<String, Throwable> completing(CompletableFuture<String> answer) {
        return (body, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                answer.complete(body);
            }
        };
    }

    /** Asks for another path when it is told of anything, and completes {@code then} with what that brings. */
    private BiConsumer<String, Throwable> asking(String path, CompletableFuture<String> then) {
        return (body, failure) -> {
            try {
                ask(server.allowed(path), PATIENCE, completing(then));
            } catch (Exception e) {
                then.completeExceptionally(e);
            }
        };
    }

    @Test
    void shouldTellWhoIsCalledBackOfARefusalOnceAndNotTryAgain() throws Exception {
        final List<Object> told = new CopyOnWriteArrayList<>();
        final CompletableFuture<String> answer = new CompletableFuture<>();
        ask(
                server.denied("/"),
                PATIENCE,
                completing(answer).andThen((body, failure) -> told.add(failure == null ? body : failure)));

        assertThat(catchThrowable(() -> Refusals.get(answer)))
                .isInstanceOf(refusal())
                .hasMessageContaining("Remit refused this call: action=");
        assertThat(server.requests()).isZero();
        assertThat(recorded.verdicts()).containsExactly("http deny");
        assertThat(recorded.outcomes(recorded.decisions().get(0))).isEqualTo(1);
        assertThat(told).hasSize(1);
    }

    @Test
    void shouldTellWhoIsCalledBackOfARedirectThatIsRefused() throws Exception {
        final CompletableFuture<String> answer = answer(server.allowed("/to-denied"));

        assertThat(catchThrowable(() -> Refusals.get(answer)))
                .isInstanceOf(refusal())
                .hasMessageContaining("Remit refused this call: action=");
        assertThat(server.requests()).isEqualTo(1);
        assertThat(recorded.verdicts()).containsExactly("http allow", "http deny");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pooled-", "closing-"})
    void shouldKeepTheContextsOfManyCallsApart(String prefix) throws Throwable {
        // Where the server closes each connection, those that have waited must connect.
        server.serve("/closing-", exchange -> {
            exchange.getResponseHeaders().add("Connection", "close");
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });

        // More calls than connections: most wait for one, which another call's thread gives back.
        final int count = 100;
        final List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final String session = prefix + i;
            answers.add(AgentWork.inSession(session, () -> answer(server.allowed("/" + session))));
        }
        for (Future<String> answer : answers) {
            assertThat(Refusals.get(answer)).isEqualTo("hello");
        }
        assertContextsApart(count);
    }

    @Test
    void shouldCarryTheAgentsContextToItsCallback() throws Throwable {
        final CompletableFuture<String> second = new CompletableFuture<>();
        AgentWork.inSession(
                "s-callback", () -> ask(server.allowed("/first"), PATIENCE, asking("/from-callback", second)));

        assertThat(Refusals.get(second)).isEqualTo("hello");
        assertAskedByTheTool("s-callback", "/first", "/from-callback");
    }

    @Test
    void shouldCarryTheAgentsContextToItsCallbackOfAFailure() throws Throwable {
        assumeTrue(survivesAClosedConnection());
        server.serve("/dropping", HttpExchange::close);
        final CompletableFuture<String> instead = new CompletableFuture<>();
        AgentWork.inSession("s-failed", () -> ask(server.allowed("/dropping"), PATIENCE, asking("/instead", instead)));

        assertThat(Refusals.get(instead)).isEqualTo("hello");
        assertFailed(assertAskedByTheTool("s-failed", "/dropping", "/instead").get(1));
    }

    @Test
    void shouldRecordTheOutcomeOfACallThatTimesOut() throws Throwable {
        server.serve("/never", exchange -> {});
        final CompletableFuture<String> late = new CompletableFuture<>();
        final CompletableFuture<String> instead = new CompletableFuture<>();
        AgentWork.inSession(
                "s-late",
                () -> ask(
                        server.allowed("/never"),
                        Duration.ofMillis(100),
                        completing(late).andThen(asking("/instead", instead))));

        assertThat(Refusals.get(instead)).isEqualTo("hello");
        final JsonNode outcome = assertFailed(
                assertAskedByTheTool("s-late", "/never", "/instead").get(1));
        assertThat(outcome.path("error").asText())
                .contains("Timeout")
                .isEqualTo(catchThrowable(() -> Refusals.get(late)).getClass().getName());
    }

    @Test
    void shouldRecordTheOutcomeOfACancelledCall() throws Exception {
        final CountDownLatch arrived = new CountDownLatch(1);
        server.serve("/never", exchange -> arrived.countDown());
        final CompletableFuture<String> answer = new CompletableFuture<>();
        final Runnable cancel = ask(server.allowed("/never"), PATIENCE, completing(answer));
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

        cancel.run();

        assertThat(catchThrowable(() -> Refusals.get(answer))).isInstanceOf(cancellation());
        final JsonNode decision = only(recorded.decisions());
        assertThat(recorded.outcome(decision).path("outcome").asText()).isIn(outcomesOfACancelledCall());
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    @Test
    void shouldLetABodyStream() throws Throwable {
        final CountDownLatch firstRead = new CountDownLatch(1);
        server.serve("/stream", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("first\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                firstRead.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.getResponseBody().write("second\n".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        final List<String> pieces = new CopyOnWriteArrayList<>();
        final CompletableFuture<String> first = new CompletableFuture<>();
        final CompletableFuture<?> end = stream(server.allowed("/stream"), piece -> {
            pieces.add(piece);
            first.complete(piece);
        });

        assertThat(Refusals.get(first)).isEqualTo("first\n");
        final JsonNode decision = only(recorded.decisions());
        if (endsBeforeItsBody()) {
            assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("ok");
        } else {
            assertThat(recorded.isOver(decision)).isFalse();
        }
        assertThat(pieces).containsExactly("first\n");
        firstRead.countDown();
        Refusals.get(end);
        assertThat(String.join("", pieces)).isEqualTo("first\nsecond\n");
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
        assertThat(recorded.decisions()).hasSize(1);
    }
}
