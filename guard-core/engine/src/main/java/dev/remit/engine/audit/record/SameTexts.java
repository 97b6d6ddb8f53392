package dev.remit.engine.audit.record;

import dev.remit.engine.audit.redact.SecretMatcher;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts that the last record in a buffer began with. A thread's records mostly begin alike: with the same principal, thread and task, often with the same
 * tool. As long as the next one has the very same objects in the same order, with no secret learned since, their bytes are where they have to be.
 *
 * <p>One thread at a time.
 */
final class SameTexts {
    private static final int MOST = 12;

    private final @Nullable String[] texts = new @Nullable String[MOST];
    private final int[] tags = new int[MOST];
    private final int[] ends = new int[MOST];
    private @Nullable SecretMatcher secrets;
    private int start;
    private int count;

    // The record being written.
    private int next;
    private boolean alike;

    /** Another record begins in the buffer. */
    void begin() {
        next = 0;
        alike = true;
    }

    /** What stood before {@code to} is written over. */
    void writtenOver(int to) {
        if (start < to) {
            forgetRest();
        }
    }

    /** Where a text ends that begins at {@code position} and stands there already; -1 if it has to be written. */
    @SuppressWarnings("ReferenceEquality") // comparing texts would cost what encoding them does
    int end(int tag, String text, int position, @Nullable SecretMatcher known) {
        int i = next;
        if (alike
                && i < count
                && texts[i] == text
                && tags[i] == tag
                && secrets == known
                && (i > 0 || start == position)) {
            next = i + 1;
            return ends[i];
        }
        forgetRest();
        return -1;
    }

    /** Keeps a text that was written behind those before it. */
    void keep(int tag, String text, int from, int to, @Nullable SecretMatcher freeOf) {
        int i = next;
        if (!alike || i == MOST || (i > 0 && secrets != freeOf)) {
            alike = false;
            return;
        }
        if (i == 0) {
            start = from;
            secrets = freeOf;
        }
        texts[i] = text;
        tags[i] = tag;
        ends[i] = to;
        next = i + 1;
        count = next;
    }

    /** Something is written that is not kept: texts behind it are not, either. */
    void close() {
        forgetRest();
        alike = false;
    }

    private void forgetRest() {
        if (count > next) {
            Arrays.fill(texts, next, count, null);
            count = next;
        }
    }
}
