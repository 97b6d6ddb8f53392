package dev.remit.javaagent.enforce;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Learns the secret that the answer of a call holds, wherever it comes in; as a function it gives the answer back. Thread-safe.
 *
 * @param pending the call
 * @param getter the public method of the answer that gives the secret, or several with dots between them, each of what the one before gave
 */
record PendingAnswer(LearnedSecrets secrets, PendingCall pending, String getter)
        implements Consumer<Object>, Function<Object, Object>, AnyFunction {
    @Override
    public void accept(Object answer) {
        for (int i = 0; i < Problems.TRIES; i++) {
            try {
                secrets.answered(pending, () -> secret(answer));
                return;
            } catch (Throwable t) {
                pending.failed(t);
            }
        }
    }

    @Override
    public Object apply(Object answer) {
        accept(answer);
        return answer;
    }

    private @Nullable Object secret(Object answer) throws ReflectiveOperationException {
        @Nullable Object at = answer;
        for (String method : getter.split("\\.", -1)) {
            if (at == null) {
                return null;
            }
            at = at.getClass().getMethod(method).invoke(at);
        }
        return at;
    }
}
