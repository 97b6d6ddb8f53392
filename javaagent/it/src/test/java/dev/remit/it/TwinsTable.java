package dev.remit.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Counts the twins that ran, by the library whose folder they stand in: a table on stdout, and in {@code target/twins.md}. */
public final class TwinsTable implements TestExecutionListener {
    private static final String TWINS = "Twins";

    private final Map<String, int[]> counts = new ConcurrentSkipListMap<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            count(
                    test,
                    switch (result.getStatus()) {
                        case SUCCESSFUL -> 0;
                        case ABORTED -> 1;
                        case FAILED -> 2;
                    });
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        count(test, 1);
    }

    private void count(TestIdentifier test, int column) {
        if (test.getSource().orElse(null) instanceof MethodSource method
                && method.getClassName().endsWith(TWINS)) {
            final String folder = method.getJavaClass().getPackageName();
            counts.computeIfAbsent(folder.substring(folder.lastIndexOf('.') + 1), key -> new int[3])[column]++;
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (counts.isEmpty()) {
            return;
        }
        final StringBuilder table = new StringBuilder("| twins of | passed | left out | failed |\n|---|---|---|---|\n");
        final int[] all = new int[3];
        counts.forEach((folder, count) -> {
            row(table, folder, count);
            for (int i = 0; i < all.length; i++) {
                all[i] += count[i];
            }
        });
        row(table, "all", all);
        System.out.print(table);
        try {
            Files.writeString(Path.of("target", "twins.md"), table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void row(StringBuilder table, String name, int[] count) {
        table.append("| ").append(name);
        for (int each : count) {
            table.append(" | ").append(each);
        }
        table.append(" |\n");
    }
}
