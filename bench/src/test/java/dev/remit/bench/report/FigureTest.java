package dev.remit.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "281.4     | NANOSECONDS  | 281 ns",
                "-28.41    | NANOSECONDS  | -28.4 ns",
                "9100      | NANOSECONDS  | 9,100 ns",
                "12345     | NANOSECONDS  | 12.3 µs",
                "12345678  | NANOSECONDS  | 12.3 ms",
                "224       | MILLISECONDS | 224 ms",
                "0.672     | BYTES        | 0.67 B",
                "34603008  | BYTES        | 33 MB",
                "1.164     | TIMES        | 1.16×",
                "378000.4  | PER_SECOND   | 378,000/s",
                "1.7       | PERCENT      | 1.70 %",
                "0         | COUNT        | 0"
            })
    void shouldShowThreeDigitsInTheUnitThatIsReadBest(double value, Unit unit, String text) {
        assertThat(Figure.of(value, unit)).hasToString(text);
    }

    @Test
    void shouldTakeTheMedianAndHalfTheRange() {
        assertThat(Figure.median(new double[] {5, 1, 3}, Unit.COUNT)).isEqualTo(new Figure(3, 2, Unit.COUNT));
        assertThat(Figure.quantile(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 0.9, Unit.COUNT)
                        .value())
                .isEqualTo(10);
    }

    @Test
    void shouldTellNoRatioToWhatIsLostInNoise() {
        final Figure ratio = Figure.of(10, Unit.NANOSECONDS).over(Figure.of(-3, Unit.NANOSECONDS));
        assertThat(ratio).hasToString("not to be told");
        assertThat(Goal.atMost("added over another's", ratio, 0.25, "").verdict())
                .isEqualTo("not to be told");
        assertThat(Figure.of(10, Unit.COUNT).over(Figure.of(4, Unit.COUNT)).value())
                .isEqualTo(2.5);
    }

    @Test
    void shouldFindTheSlopeAndThePower() {
        final Plot.Curve curve = Plot.Curve.of("x squared, tripled");
        for (int x = 1; x <= 100; x *= 10) {
            curve.point(x, 3.0 * x * x);
        }
        assertThat(curve.exponent()).isCloseTo(2, within(1e-9));
        assertThat(curve.fitted("fitted").ys()).allSatisfy(y -> assertThat(y).isPositive());
        assertThat(curve.fitted("fitted").ys().get(2)).isCloseTo(30_000, within(1e-6));
        final Plot.Curve line = Plot.Curve.of("line");
        line.point(0, 100);
        line.point(10, 120);
        line.point(20, 140);
        assertThat(line.slope()).isCloseTo(2, within(1e-9));
    }
}
