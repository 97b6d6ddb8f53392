package dev.remit.it.adk;

import com.google.adk.models.BaseLlm;
import com.google.adk.models.BaseLlmConnection;
import com.google.adk.models.LlmRequest;
import com.google.adk.models.LlmResponse;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.Part;
import io.reactivex.rxjava3.core.Flowable;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model behind an HTTP server, which it asks at each call: on the thread that subscribes, or with an answer on the HTTP client's.
 * It asks for the tools it was told to, round by round, keeps what they answered, and then says "done".
 */
final class ScriptedLlm extends BaseLlm {
    private final String url;
    private final boolean elsewhere;
    private final List<List<Part>> rounds = new ArrayList<>();
    private final AtomicInteger round = new AtomicInteger();
    private final List<Map<String, Object>> results = new CopyOnWriteArrayList<>();
    private final List<List<String>> offered = new CopyOnWriteArrayList<>();

    ScriptedLlm(String url, boolean elsewhere) {
        super("scripted");
        this.url = url;
        this.elsewhere = elsewhere;
    }

    /** Asks for these tools in the next round. */
    ScriptedLlm round(Part... calls) {
        rounds.add(List.of(calls));
        return this;
    }

    static Part call(String tool, Map<String, Object> arguments) {
        return Part.builder()
                .functionCall(FunctionCall.builder().name(tool).args(arguments).build())
                .build();
    }

    /** What the tools answered. */
    List<Map<String, Object>> results() {
        return results;
    }

    /** The names of the tools that it was offered, at each call. */
    List<List<String>> offered() {
        return offered;
    }

    @Override
    public Flowable<LlmResponse> generateContent(LlmRequest request, boolean stream) {
        final Flowable<LlmResponse> answer = elsewhere
                ? Flowable.defer(() -> Flowable.fromCompletionStage(Tools.HTTP.sendAsync(
                                HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()))
                        .map(unused -> answer(request)))
                : Flowable.fromCallable(() -> {
                    Tools.get(url);
                    return answer(request);
                });
        return stream
                ? answer.concatMap(whole -> Flowable.just(
                        LlmResponse.builder()
                                .content(Content.fromParts(Part.fromText("do")))
                                .partial(true)
                                .build(),
                        whole))
                : answer;
    }

    private LlmResponse answer(LlmRequest request) {
        offered.add(request.config().flatMap(GenerateContentConfig::tools).orElse(List.of()).stream()
                .flatMap(tool -> tool.functionDeclarations().orElse(List.of()).stream())
                .map(declaration -> declaration.name().orElseThrow())
                .sorted()
                .toList());
        final Content last = request.contents().get(request.contents().size() - 1);
        last.parts().orElse(List.of()).stream()
                .flatMap(part -> part.functionResponse().stream())
                .map(FunctionResponse::response)
                .forEach(response -> results.add(response.orElseThrow()));
        final int now = round.getAndIncrement();
        final List<Part> parts = now < rounds.size() ? rounds.get(now) : Arrays.asList(Part.fromText("done"));
        return LlmResponse.builder()
                .content(Content.builder().role("model").parts(parts).build())
                .build();
    }

    @Override
    public BaseLlmConnection connect(LlmRequest request) {
        throw new UnsupportedOperationException();
    }
}
