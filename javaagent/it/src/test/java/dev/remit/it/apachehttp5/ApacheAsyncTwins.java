package dev.remit.it.apachehttp5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.remit.it.AsyncHttpClientContract;
import dev.remit.it.Refusals;
import java.io.IOException;
import java.nio.CharBuffer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.hc.client5.http.async.methods.AbstractCharResponseConsumer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApacheAsyncTwins extends AsyncHttpClientContract {
    private final CloseableHttpAsyncClient client = HttpAsyncClients.custom()
            .setRetryStrategy(ApacheClassicTwins.ONCE_MORE)
            .build();

    @BeforeEach
    void start() {
        client.start();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
    }

    @Override
    protected String get(String url) throws Exception {
        try {
            return text(client.execute(request(url), null));
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /** What came back; a failure of the protocol as the classic client tells it. */
    private static String text(Future<SimpleHttpResponse> answer) throws Throwable {
        try {
            return Refusals.get(answer).getBodyText();
        } catch (HttpException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    protected boolean accepts(String host) {
        return isReadByTheJdk(host);
    }

    @Override
    protected Runnable ask(String url, Duration patience, BiConsumer<String, Throwable> told) {
        final SimpleHttpRequest request = request(url);
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .build());
        final Future<SimpleHttpResponse> answer = client.execute(request, new FutureCallback<>() {
            @Override
            public void completed(SimpleHttpResponse result) {
                told.accept(result.getBodyText(), null);
            }

            @Override
            public void failed(Exception e) {
                told.accept(null, e);
            }

            @Override
            public void cancelled() {
                told.accept(null, new CancellationException());
            }
        });
        return () -> answer.cancel(true);
    }

    @Override
    protected Class<? extends Exception> refusal() {
        return HttpException.class;
    }

    @Override
    protected CompletableFuture<?> stream(String url, Consumer<String> piece) {
        final CompletableFuture<Void> end = new CompletableFuture<>();
        client.execute(
                SimpleRequestProducer.create(request(url)),
                new AbstractCharResponseConsumer<Void>() {
                    @Override
                    protected void start(HttpResponse response, ContentType type) {}

                    @Override
                    protected int capacityIncrement() {
                        return 64;
                    }

                    @Override
                    protected void data(CharBuffer text, boolean last) {
                        piece.accept(text.toString());
                        text.position(text.limit());
                    }

                    @Override
                    protected Void buildResult() {
                        return null;
                    }

                    @Override
                    public void failed(Exception cause) {
                        end.completeExceptionally(cause);
                    }

                    @Override
                    public void releaseResources() {
                        end.complete(null);
                    }
                },
                null);
        return end;
    }

    @Override
    protected boolean endsBeforeItsBody() {
        return false;
    }

    private static SimpleHttpRequest request(String url) {
        return SimpleRequestBuilder.get(url).build();
    }

    @Test
    void shouldFailTheFutureWithTheRefusalToo() {
        final Future<SimpleHttpResponse> future = client.execute(request(server.denied("/")), null);

        assertThat(catchThrowable(() -> future.get(20, TimeUnit.SECONDS))).hasCauseInstanceOf(HttpException.class);
    }

    /** As when {@code execute} sets what it waits for behind the reactor's thread, which has begun the exchange already. */
    @Test
    void shouldRecordTheOutcomeOfACallWhoseCancellationTheClientForgets() throws Exception {
        final CountDownLatch arrived = new CountDownLatch(1);
        server.serve("/never", exchange -> arrived.countDown());
        final AtomicReference<CancellableDependency> dependency = new AtomicReference<>();
        try (CloseableHttpAsyncClient forgetful = HttpAsyncClients.custom()
                .addExecInterceptorFirst("forgets", (request, entity, scope, chain, callback) -> {
                    dependency.set(scope.cancellableDependency);
                    chain.proceed(request, entity, scope, callback);
                })
                .build()) {
            forgetful.start();
            final Future<SimpleHttpResponse> answer = forgetful.execute(request(server.allowed("/never")), null);
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            dependency.get().setDependency(() -> false);

            answer.cancel(true);

            assertThat(recorded.outcome(only(recorded.decisions()))
                            .path("outcome")
                            .asText())
                    .isEqualTo("cancelled");
            forgetful.close(CloseMode.IMMEDIATE);
        }
        assertThat(recorded.outcomes(only(recorded.decisions()))).isEqualTo(1);
    }

    @Test
    void shouldGuardTheMinimalClient() throws Throwable {
        try (CloseableHttpAsyncClient minimal = HttpAsyncClients.createMinimal()) {
            minimal.start();
            assertGuarded(url -> text(minimal.execute(request(url), null)));
        }
    }
}
