package dev.remit.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** What was recorded since it was made: all of it, so that a record too many is seen as well as one too few. */
public final class Recorded {
    private final int mark = Records.mark();

    /** Every decision since then, in their order; but not on the code that a library loads when it is first used. */
    public List<JsonNode> decisions() {
        return all().filter(record -> !record.path("category").asText().equals("code"))
                .toList();
    }

    private Stream<JsonNode> all() {
        Records.mark();
        return Records.since(mark, "decision", 0).stream()
                .filter(record -> !record.path("resource").asText().contains("mark-"));
    }

    /** As {@link #decisions}, of one category. */
    public List<JsonNode> decisions(String category) {
        return all().filter(record -> record.path("category").asText().equals(category))
                .toList();
    }

    /** Each of {@link #decisions()} as its category and its verdict. */
    public List<String> verdicts() {
        return decisions().stream()
                .map(d -> d.path("category").asText() + ' ' + d.path("verdict").asText())
                .toList();
    }

    /** What the model was asked and answered since then, where it asked for tools. */
    public List<JsonNode> prompts() {
        Records.mark();
        return Records.since(mark, "prompt", 0);
    }

    /** Tools that a model was not shown since then. */
    public List<JsonNode> hidden() {
        Records.mark();
        return Records.since(mark, "tool_hidden", 0);
    }

    /** The number of the call in whose course a decided one is made, whichever prompts came in between; zero for none. */
    public long caller(JsonNode decision) {
        long parent = decision.path("parent").asLong();
        for (JsonNode prompt : prompts()) {
            if (prompt.path("call").asLong() == parent) {
                parent = prompt.path("parent").asLong();
            }
        }
        return parent;
    }

    /** The outcome of a decided call, once it is there. */
    public JsonNode outcome(JsonNode decision) {
        Records.mark();
        int count = 1;
        while (true) {
            final List<JsonNode> outcomes = Records.since(mark, "outcome", count);
            for (JsonNode outcome : outcomes) {
                if (outcome.path("call").asLong() == decision.path("call").asLong()) {
                    return outcome;
                }
            }
            count = outcomes.size() + 1;
        }
    }

    /** The outcomes so far of a decided call: one, unless something is wrong. */
    public long outcomes(JsonNode decision) {
        outcome(decision);
        return outcomesSoFar(decision);
    }

    /** Whether a decided call has ended by now. */
    public boolean isOver(JsonNode decision) {
        return outcomesSoFar(decision) > 0;
    }

    private long outcomesSoFar(JsonNode decision) {
        Records.mark();
        return Records.since(mark, "outcome", 0).stream()
                .filter(record ->
                        record.path("call").asLong() == decision.path("call").asLong())
                .count();
    }
}
