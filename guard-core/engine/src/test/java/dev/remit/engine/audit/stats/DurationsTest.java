package dev.remit.engine.audit.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    private static final double[] SHARES = {0.01, 0.5, 0.9, 0.99, 0.999, 1};

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 31, 32, 33, 63, 64, 1_000_000, Long.MAX_VALUE})
    void shouldKnowASingleValue(long ns) {
        Durations durations = new Durations();
        durations.add(ns);
        assertThat(durations.count()).isEqualTo(1);
        assertThat(durations.maxNs()).isEqualTo(ns);
        assertThat(durations.quantileNs(0.5)).isEqualTo(ns);
    }

    @Test
    void shouldBeEmptyAtFirst() {
        assertThat(new Durations().quantileNs(0.5)).isZero();
        assertThat(new Durations().maxNs()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldNeverBeBelowTheTrueValueNorFurtherAboveThanItSays(long seed) {
        Random random = new Random(seed);
        Durations durations = new Durations();
        long[] values = new long[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextLong() >>> 2 + random.nextInt(60);
            durations.add(values[i]);
        }
        Arrays.sort(values);
        for (double share : SHARES) {
            long truth = values[(int) Math.ceil(share * values.length) - 1];
            assertThat(durations.quantileNs(share))
                    .as("seed=%s share=%s", seed, share)
                    .isBetween(truth, truth + truth / 32);
        }
    }
}
