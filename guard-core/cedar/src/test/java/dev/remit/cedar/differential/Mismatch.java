package dev.remit.cedar.differential;

import dev.remit.cedar.differential.Engine.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How two engines' answers differ. */
final class Mismatch {

    private Mismatch() {}

    /** What kind of difference there is, the same for a shrunk case; null where there is none. */
    static @Nullable String between(List<Answer> actual, List<Answer> expected) {
        if (actual.size() != expected.size()) {
            return word(actual.get(0)) + " or " + word(expected.get(0));
        }
        for (int i = 0; i < actual.size(); i++) {
            if (!actual.get(i).agrees(expected.get(i))) {
                return word(actual.get(i)) + " or " + word(expected.get(i));
            }
        }
        return null;
    }

    /** Whether one of the answers can be the first of that kind. */
    static boolean canBe(String kind, List<Answer> actual) {
        return actual.stream().anyMatch(answer -> kind.startsWith(word(answer)));
    }

    private static String word(Answer answer) {
        return answer.verdict().replaceAll("[^a-z ].*", "");
    }
}
