package dev.remit.bench.report;

import java.util.Arrays;

/**
 * What was measured.
 *
 * @param value in units
 * @param noise by how much another run of the same may differ, in units: half the range of the forks or pairs; zero where that is not known
 */
public record Figure(double value, double noise, Unit unit) {
    /** One whose noise is not known. */
    public static Figure of(double value, Unit unit) {
        return new Figure(value, 0, unit);
    }

    /** The median of several, and half their range. */
    public static Figure median(double[] values, Unit unit) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Figure(at(sorted, 0.5), (sorted[sorted.length - 1] - sorted[0]) / 2, unit);
    }

    /** The value below which this share of several lies, with no noise. */
    public static Figure quantile(double[] values, double share, Unit unit) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return of(at(sorted, share), unit);
    }

    private static double at(double[] sorted, double share) {
        final double place = share * (sorted.length - 1);
        final int below = (int) place;
        final int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** What this is above another. */
    public Figure less(Figure other) {
        return new Figure(value - other.value, noise + other.noise, unit);
    }

    /** How many times another this is; not to be told where one of them is lost in its noise. */
    public Figure over(Figure other) {
        if (other.value <= other.noise || Math.abs(value) < noise) {
            return of(Double.NaN, Unit.TIMES);
        }
        final double ratio = value / other.value;
        return new Figure(ratio, Math.abs(ratio) * (share() + other.share()), Unit.TIMES);
    }

    /** The noise as a share of the value. */
    double share() {
        return value == 0 ? 0 : Math.abs(noise / value);
    }

    @Override
    public String toString() {
        return unit.format(value);
    }
}
