package dev.remit.javaagent.enforce;

import java.util.function.Consumer;

/**
 * Learns the secret that the answer of a call holds, wherever it comes in. Thread-safe.
 *
 * @param getter the public method of the answer that gives the secret
 */
record PendingAnswer(PendingCall pending, String getter) implements Consumer<Object> {
    @Override
    public void accept(Object answer) {
        pending.answered(() -> answer.getClass().getMethod(getter).invoke(answer));
    }
}
