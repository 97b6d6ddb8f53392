import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How long a JVM takes to the first line of main, without and with the javaagent, in pairs. Run by run-start:
 * {@code java StartTimes.java REMIT_JAR PROPERTIES PAIRS JDK…}
 *
 * <p>Both halves of a pair are started by this process, one after the other, the order changing from pair to pair; the time is
 * {@link System#nanoTime}, which on Linux and macOS is one clock for all processes.
 */
final class StartTimes {
    private static final int WARM_UP_PAIRS = 2;

    private StartTimes() {}

    /** The started application: says when its first line ran. */
    static final class FirstLine {
        public static void main(String[] arguments) {
            final long now = System.nanoTime();
            System.out.println(now);
        }
    }

    public static void main(String[] arguments) throws Exception {
        final String flag = "-javaagent:" + arguments[0] + "=" + arguments[1];
        final int pairs = Integer.parseInt(arguments[2]);
        final Path work = Files.createTempDirectory("remit-start");
        try {
            final Path classes = compile(work);
            System.out.printf("%-34s %8s %8s %8s %8s   %s%n", "JDK", "without", "with", "added", "p90", "load");
            for (String jdk : Arrays.asList(arguments).subList(3, arguments.length)) {
                measure(jdk, flag, pairs, classes, work.resolve("audit"));
            }
        } finally {
            delete(work);
        }
    }

    private static void measure(String jdk, String flag, int pairs, Path classes, Path audit) throws Exception {
        final String java = new File(jdk, "bin/java").getPath();
        final List<String> bare = List.of(java, "-cp", classes.toString(), "StartTimes$FirstLine");
        final List<String> guarded = List.of(java, flag, "-cp", classes.toString(), "StartTimes$FirstLine");
        final double[] without = new double[pairs];
        final double[] with = new double[pairs];
        final double[] added = new double[pairs];
        for (int i = -WARM_UP_PAIRS; i < pairs; i++) {
            final boolean guardedFirst = (i & 1) != 0;
            final double first = start(guardedFirst ? guarded : bare, audit);
            final double second = start(guardedFirst ? bare : guarded, audit);
            if (i >= 0) {
                without[i] = guardedFirst ? second : first;
                with[i] = guardedFirst ? first : second;
                added[i] = with[i] - without[i];
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-34s %5.0f ms %5.0f ms %5.0f ms %5.0f ms   %.2f%n",
                version(java),
                at(without, 0.5),
                at(with, 0.5),
                at(added, 0.5),
                at(added, 0.9),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Milliseconds from before the process is made to the first line of its main. */
    private static double start(List<String> command, Path audit) throws IOException, InterruptedException {
        final ProcessBuilder builder = new ProcessBuilder(command);
        // What would change the measured JVMs behind our back.
        builder.environment().keySet().removeIf(
                name -> name.startsWith("REMIT_") || name.equals("JAVA_TOOL_OPTIONS") || name.equals("JDK_JAVA_OPTIONS"));
        builder.environment().put("REMIT_AUDIT_DIR", audit.toString());
        final File errors = new File(audit + ".err");
        builder.redirectError(errors);
        final long before = System.nanoTime();
        final Process process = builder.start();
        final String line;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            line = out.readLine();
        }
        final int status = process.waitFor();
        if (status != 0 || line == null) {
            throw new IOException(
                    String.join(" ", command) + ": status " + status + "\n" + Files.readString(errors.toPath()));
        }
        return (Long.parseLong(line) - before) / 1e6;
    }

    /** The application, compiled by this JDK for every one that is measured. */
    private static Path compile(Path work) throws IOException, InterruptedException {
        final Path classes = Files.createDirectory(work.resolve("classes"));
        final Process javac = new ProcessBuilder(
                        new File(System.getProperty("java.home"), "bin/javac").getPath(),
                        "--release",
                        "17",
                        "-d",
                        classes.toString(),
                        System.getProperty("remit.source"))
                .inheritIO()
                .start();
        if (javac.waitFor() != 0) {
            throw new IOException("javac failed");
        }
        return classes;
    }

    private static String version(String java) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(java, "-XshowSettings:properties", "-version")
                .redirectErrorStream(true)
                .start();
        final List<String> words = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                final String text = line.strip();
                if (text.startsWith("java.runtime.version = ") || text.startsWith("java.vendor = ")) {
                    words.add(text.substring(text.indexOf("= ") + 2));
                }
            }
        }
        process.waitFor();
        return String.join(" ", words);
    }

    private static double at(double[] values, double share) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final double place = share * (sorted.length - 1);
        final int below = (int) place;
        final int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
