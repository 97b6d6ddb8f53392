package dev.remit.it;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests expect of refusals, whatever the library. */
public final class Refusals {
    private Refusals() {}

    /** Asserts that {@code call} is refused with an {@link IOException} that says so. */
    public static IOException assertRefused(ThrowingCallable call) {
        final Throwable thrown = bare(Assertions.catchThrowable(call));
        Assertions.assertThat(thrown)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Remit refused this call: action=")
                .hasMessageContaining("; call=");
        return (IOException) thrown;
    }

    /** What a future brings, or throws the cause of its failure. */
    public static <T> T get(Future<T> future) throws Throwable {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw bare(e);
        }
    }

    private static Throwable bare(Throwable thrown) {
        Throwable at = thrown;
        while ((at instanceof ExecutionException
                        || at instanceof CompletionException
                        || at instanceof java.lang.reflect.InvocationTargetException)
                && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }
}
