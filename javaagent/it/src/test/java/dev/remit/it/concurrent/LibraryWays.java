package dev.remit.it.concurrent;

import dev.remit.it.LocalServer;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What libraries hand to threads of theirs. */
final class LibraryWays {
    private static final HttpClient JDK = HttpClient.newHttpClient();
    private static final OkHttpClient OKHTTP = new OkHttpClient();

    private LibraryWays() {}

    static List<Way> all(LocalServer server) {
        return List.of(
                Way.of(
                        "http-client",
                        work -> JDK.sendAsync(request(server), BodyHandlers.discarding())
                                .thenAccept(x -> work.run())),
                Way.of(
                        "http-client-async",
                        work -> JDK.sendAsync(request(server), BodyHandlers.discarding())
                                .thenRunAsync(work)),
                Way.of("okhttp", work -> enqueue(server, work)),
                Way.of("submission-publisher", LibraryWays::publish),
                Way.of(
                        "reactor-subscribe-on",
                        work -> Mono.fromRunnable(work)
                                .subscribeOn(Schedulers.boundedElastic())
                                .subscribe()),
                Way.of(
                        "reactor-publish-on",
                        work -> Flux.just("a").publishOn(Schedulers.parallel()).subscribe(x -> work.run())),
                Way.of(
                        "reactor-publish-on-from-outside",
                        work -> Mono.fromFuture(FutureWays.later())
                                .publishOn(Schedulers.parallel())
                                .subscribe(x -> work.run())),
                Way.of(
                        "reactor-flux-publish-on-from-outside",
                        work -> fluxFromOutside()
                                .publishOn(Schedulers.single())
                                .map(x -> x)
                                .subscribe(x -> work.run())),
                Way.of("reactor-delay", work -> Mono.delay(Duration.ofMillis(1)).subscribe(x -> work.run())),
                Way.of(
                        "reactor-parallel",
                        work -> Flux.just("a")
                                .parallel(2)
                                .runOn(Schedulers.parallel())
                                .subscribe(x -> work.run())),
                Way.of(
                        "rxjava-subscribe-on",
                        work -> Single.fromCallable(Way.callable(work))
                                .subscribeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                                .subscribe()),
                Way.of(
                        "rxjava-observe-on",
                        work -> Observable.just("a")
                                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                                .subscribe(x -> work.run())),
                Way.of(
                        "rxjava-flowable-observe-on-from-outside",
                        work -> Flowable.fromCompletionStage(FutureWays.later())
                                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation())
                                .subscribe(x -> work.run())),
                Way.of(
                        "rxjava-observable-observe-on-from-outside",
                        work -> Observable.<String>create(
                                        emitter -> Outside.executor().execute(() -> emitter.onNext("a")))
                                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                                .subscribe(x -> work.run())),
                Way.of(
                        "rxjava-single-observe-on-from-outside",
                        work -> Single.<String>create(
                                        emitter -> Outside.executor().execute(() -> emitter.onSuccess("a")))
                                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                                .subscribe(x -> work.run())),
                Way.of(
                        "rxjava-maybe-observe-on-from-outside",
                        work -> Maybe.<String>create(
                                        emitter -> Outside.executor().execute(() -> emitter.onSuccess("a")))
                                .observeOn(io.reactivex.rxjava3.schedulers.Schedulers.io())
                                .subscribe(x -> work.run())),
                Way.of(
                        "rxjava-timer",
                        work -> Observable.timer(1, TimeUnit.MILLISECONDS).subscribe(x -> work.run())));
    }

    private static Flux<String> fluxFromOutside() {
        return Flux.create(sink -> Outside.executor().execute(() -> {
            sink.next("a");
            sink.complete();
        }));
    }

    private static HttpRequest request(LocalServer server) {
        return HttpRequest.newBuilder(URI.create(server.allowed("/"))).build();
    }

    private static void enqueue(LocalServer server, Runnable work) {
        OKHTTP.newCall(new Request.Builder().url(server.allowed("/")).build()).enqueue(new Callback() {
            @Override
            public void onResponse(Call call, Response response) {
                response.close();
                work.run();
            }

            @Override
            public void onFailure(Call call, IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void publish(Runnable work) {
        final SubmissionPublisher<String> publisher = new SubmissionPublisher<>();
        publisher.consume(x -> work.run());
        publisher.submit("a");
    }
}
