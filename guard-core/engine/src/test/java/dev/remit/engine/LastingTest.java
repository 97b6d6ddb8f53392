package dev.remit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LastingTest {
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void shouldBeginAgainWhatFoundNoMemory() {
        new Lasting(() -> {
                    if (runs.incrementAndGet() < 2) {
                        throw new IllegalStateException("by a library", new OutOfMemoryError("Java heap space"));
                    }
                })
                .run();
        assertThat(runs).hasValue(2);
    }

    @Test
    void shouldEndWithWhatElseIsThrown() {
        assertThatThrownBy(() -> new Lasting(() -> {
                            runs.incrementAndGet();
                            throw new StackOverflowError();
                        })
                        .run())
                .isInstanceOf(StackOverflowError.class);
        assertThat(runs).hasValue(1);
    }

    @Test
    void shouldTellLackOfMemoryFromOtherFailures() {
        Exception circle = new Exception();
        circle.initCause(new IOException(circle));
        assertThat(Lasting.isForLackOfMemory(circle)).isFalse();
        assertThat(Lasting.isForLackOfMemory(new IOException(new OutOfMemoryError())))
                .isTrue();
    }
}
