package dev.remit.engine.audit.count;

import java.util.List;

/** Counters as text of OpenMetrics 1.0. Stateless. */
public final class OpenMetrics {
    private OpenMetrics() {}

    /** All counters of some runs: each run's samples have a label {@code run}. */
    public static String text(List<CountersView> runs) {
        StringBuilder to = new StringBuilder(4096);
        String family = "";
        for (GuardCounter counter : GuardCounter.values()) {
            if (!counter.family().equals(family)) {
                family = counter.family();
                describe(counter, to);
            }
            for (CountersView run : runs) {
                sample(counter, run, to);
            }
        }
        return to.append("# EOF\n").toString();
    }

    private static void describe(GuardCounter first, StringBuilder to) {
        String family = first.family();
        to.append("# TYPE ").append(family).append(first.isCounter() ? " counter\n" : " gauge\n");
        for (String unit : List.of("seconds", "bytes")) {
            if (family.endsWith('_' + unit)) {
                to.append("# UNIT ").append(family).append(' ').append(unit).append('\n');
            }
        }
        to.append("# HELP ").append(family).append(' ').append(first.help()).append('\n');
    }

    private static void sample(GuardCounter counter, CountersView run, StringBuilder to) {
        String name = counter.sample();
        String label = "run=\"" + Long.toHexString(run.run()) + "\"}";
        to.append(name.endsWith("}") ? name.substring(0, name.length() - 1) + ',' : name + '{');
        to.append(label).append(' ');
        long value = run.value(counter);
        if (counter.kind() == GuardCounter.Kind.NANOSECONDS) {
            to.append(value / 1e9);
        } else {
            to.append(value);
        }
        to.append('\n');
    }
}
