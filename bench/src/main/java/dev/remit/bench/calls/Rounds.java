package dev.remit.bench.calls;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was seen of JVMs that took turns, round by round. */
final class Rounds {
    /**
     * One turn.
     *
     * @param p50 nanoseconds that half its calls stayed below
     * @param p99 nanoseconds that 99 of a hundred calls of all turns so far stayed below
     * @param processor nanoseconds of processor time a call
     * @param bytes allocated a call
     */
    record Turn(double p50, double p99, double processor, double bytes) {
        static Turn parse(String line) {
            final String[] words = line.split(" ", -1);
            return new Turn(
                    Double.parseDouble(words[0]),
                    Double.parseDouble(words[1]),
                    Double.parseDouble(words[2]),
                    Double.parseDouble(words[3]));
        }
    }

    private final Map<String, List<Turn>> turns = new HashMap<>();

    /** Adds a turn of whoever is called so, as {@link Turns} prints it. */
    void add(String who, String line) {
        turns.computeIfAbsent(who, unused -> new ArrayList<>()).add(Turn.parse(line));
    }

    /** Of all turns. */
    double median(String who, ToDoubleFunction<Turn> what) {
        return median(of(who).stream().mapToDouble(what).toArray());
    }

    /** What differs within a round from that of another, in the median. */
    double added(String who, String other, ToDoubleFunction<Turn> what) {
        final double[] differences = new double[of(who).size()];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = what.applyAsDouble(of(who).get(i))
                    - what.applyAsDouble(of(other).get(i));
        }
        return median(differences);
    }

    /** Of the calls of all turns. */
    double p99(String who) {
        return of(who).get(of(who).size() - 1).p99();
    }

    private List<Turn> of(String who) {
        return turns.getOrDefault(who, List.of());
    }

    private static double median(double[] values) {
        return Figure.median(values, Unit.NANOSECONDS).value();
    }
}
