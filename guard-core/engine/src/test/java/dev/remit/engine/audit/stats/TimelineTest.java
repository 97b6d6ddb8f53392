package dev.remit.engine.audit.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldShowTheTimesBetweenToo() {
        Timeline timeline = new Timeline();
        timeline.add(10 * SECOND + 1, false);
        timeline.add(12 * SECOND, true);
        assertThat(timeline.intervals())
                .containsExactly(
                        new Timeline.Interval(10 * SECOND, 1, 0),
                        new Timeline.Interval(11 * SECOND, 0, 0),
                        new Timeline.Interval(12 * SECOND, 1, 1));
        assertThat(new Timeline().intervals()).isEmpty();
    }

    @Test
    void shouldTakeWiderIntervalsForALongerTimeWhicheverComesFirst() {
        Timeline timeline = new Timeline();
        timeline.add(100 * SECOND, false);
        timeline.add(0, true);
        assertThat(timeline.widthNs()).isEqualTo(5 * SECOND);
        assertThat(timeline.intervals()).hasSize(21).first().isEqualTo(new Timeline.Interval(0, 1, 1));
    }

    @Test
    void shouldWidenOnlyWhenItMust() {
        Timeline timeline = new Timeline();
        timeline.add(0, false);
        timeline.add((Timeline.MOST - 1) * SECOND, false);
        assertThat(timeline.intervals()).hasSize(Timeline.MOST);
        timeline.add(Timeline.MOST * SECOND, false);
        assertThat(timeline.widthNs()).isEqualTo(5 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldLoseNoneAndStaySmall(long seed) {
        Random random = new Random(seed);
        Timeline timeline = new Timeline();
        for (int i = 0; i < 10_000; i++) {
            timeline.add(random.nextLong() >> random.nextInt(64), i % 4 == 0);
        }
        List<Timeline.Interval> intervals = timeline.intervals();
        assertThat(intervals).hasSizeLessThanOrEqualTo(Timeline.MOST);
        assertThat(intervals.stream().mapToLong(Timeline.Interval::decisions).sum())
                .isEqualTo(10_000);
        assertThat(intervals.stream().mapToLong(Timeline.Interval::denied).sum())
                .isEqualTo(2_500);
    }
}
