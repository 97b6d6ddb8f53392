package dev.remit.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Curves.
 *
 * @param name of its file, without the ending
 */
public record Plot(String name, String title, Axis x, Axis y, List<Curve> curves) {
    /** How an axis counts. */
    public enum Scale {
        /** Equal steps. */
        LINEAR,
        /** Equal ratios. */
        LOG,
        /** The share of calls that are faster, with as much room for 99 to 99.9 % as for 90 to 99 %. */
        PERCENTILE
    }

    /** An axis. */
    public record Axis(String label, Scale scale) {}

    /** A curve. */
    public record Curve(String name, List<Double> xs, List<Double> ys) {
        /** Without points yet. */
        public static Curve of(String name) {
            return new Curve(name, new ArrayList<>(), new ArrayList<>());
        }

        /** Without its first points. */
        public Curve from(int first) {
            return new Curve(name, xs.subList(first, xs.size()), ys.subList(first, ys.size()));
        }

        /** By how much y grows with x: the straight line that is nearest in the sense of least squares. */
        public double slope() {
            return slope(xs, ys);
        }

        /** The power of x with which y grows: 0 where it stays as it is, 1 where it is proportional. */
        public double exponent() {
            return slope(
                    xs.stream().map(Math::log).toList(),
                    ys.stream().map(Math::log).toList());
        }

        /** The curve of the power of x that is nearest, at the same places. */
        public Curve fitted(String label) {
            final double power = exponent();
            final double factor = Math.exp(mean(ys.stream().map(Math::log).toList())
                    - power * mean(xs.stream().map(Math::log).toList()));
            return new Curve(
                    label, xs, xs.stream().map(x -> factor * Math.pow(x, power)).toList());
        }

        private static double slope(List<Double> xs, List<Double> ys) {
            final double x = mean(xs);
            final double y = mean(ys);
            double together = 0;
            double alone = 0;
            for (int i = 0; i < xs.size(); i++) {
                together += (xs.get(i) - x) * (ys.get(i) - y);
                alone += (xs.get(i) - x) * (xs.get(i) - x);
            }
            return alone == 0 ? 0 : together / alone;
        }

        private static double mean(List<Double> values) {
            return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        }

        /** Adds a point. */
        public void point(double x, double y) {
            xs.add(x);
            ys.add(y);
        }
    }

    /** Without curves yet. */
    public static Plot of(String name, String title, Axis x, Axis y) {
        return new Plot(name, title, x, y, new ArrayList<>());
    }
}
