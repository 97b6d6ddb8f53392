package dev.remit.bench.start;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Goal;
import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.report.Unit;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Guard;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Jvm;
import dev.remit.bench.run.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Starts, in turns without and with a javaagent, so that what changes on the machine changes for both. */
public final class StartPart implements Part {
    private static final String READY = "ready after ";
    private static final int WARM_UPS = 2;

    /** The other javaagent starts in one of so many rounds. */
    private static final int WITH_OTHER = 10;

    /** An application that fills no cache has none. */
    private static final int FIRST_WITH_AOT_CACHE = 25;

    private static final Path SPRING_BOOT =
            Path.of("sample-apps", "spring-langchain4j", "target", "spring-langchain4j.jar");

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String summary() {
        return "to main's first line and to Spring Boot's ready line, beside OpenTelemetry's javaagent; classes loaded; with an AOT cache";
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "Start",
                "From before the process is made to the first line of `main` of an application that does nothing; and to the ready line of a Spring Boot application with a LangChain4j agent, as it"
                        + " counts from the JVM's start. One start without, one with the guard, in every tenth round one with the other javaagent, and again: *added* is the median of what differs within such a round. A JVM under a javaagent"
                        + " that may transform classes takes no AOT cache (JEP 483): what is added there holds what the cache has saved.");
        final Path jar = jarOf(FirstLine.class, bench.work().resolve("first-line.jar"));
        for (Jdk jdk : bench.jdks()) {
            final Table first = section.table(
                    Table.of(jdk + ": to main's first line", "", "start", "added", "added p90", "classes loaded"));
            final Rounds starts = new Rounds();
            for (int i = -WARM_UPS; i < bench.effort().pairs(); i++) {
                bench.progress().step(jdk + ", first line, round " + (i + 1));
                for (Guard guard : turn(i)) {
                    firstLine(bench.jvm(jdk, guard), jar, i, guard, starts);
                }
            }
            starts.rows(first);
            goals(jdk, starts, section);
            if (jdk.feature() >= FIRST_WITH_AOT_CACHE) {
                aotCache(bench, jdk, jar, section);
            }
            if (bench.effort().isFull()) {
                springBoot(bench, jdk, section);
            }
        }
        return section;
    }

    private static void goals(Jdk jdk, Rounds starts, Section section) {
        section.goals()
                .add(Goal.atMost(
                        jdk + ": added to main's first line",
                        starts.added(Guard.ENFORCE),
                        jdk.feature() < 25 ? 150 : 200));
        section.goals()
                .add(Goal.atMost(
                        jdk + ": added start over what OpenTelemetry's javaagent adds",
                        starts.added(Guard.ENFORCE).over(starts.added(Guard.OPEN_TELEMETRY)),
                        0.05));
    }

    /** The other javaagent, which takes seconds, needs no more than some of them. */
    private static List<Guard> turn(int round) {
        final List<Guard> turn = Guard.turn(round);
        if (round % WITH_OTHER != 0) {
            turn.remove(Guard.OPEN_TELEMETRY);
        }
        return turn;
    }

    /** An AOT cache takes classes of jars alone. */
    private static Path jarOf(Class<?> type, Path jar) throws IOException {
        final String name = type.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream in = Objects.requireNonNull(type.getResourceAsStream("/" + name))) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        }
        return jar;
    }

    private static void firstLine(Jvm jvm, Path jar, int round, Guard guard, Rounds starts) throws Exception {
        final long before = System.nanoTime();
        final List<String> lines = jvm.classPath(jar.toString()).run(FirstLine.class);
        starts.add(round, guard, (Long.parseLong(lines.get(0)) - before) / 1e6, Double.parseDouble(lines.get(1)));
    }

    private static void aotCache(Bench bench, Jdk jdk, Path jar, Section section) throws Exception {
        final Table table = section.table(Table.of(
                jdk + ": to main's first line, with an AOT cache of it",
                "",
                "start",
                "added",
                "added p90",
                "classes loaded"));
        final Path cache = bench.work().resolve("first-line.aot");
        bench.progress().step(jdk + ", making an AOT cache");
        bench.jvm(jdk)
                .with("-XX:AOTCacheOutput=" + cache)
                .classPath(jar.toString())
                .run(FirstLine.class);
        final Rounds starts = new Rounds();
        for (int i = -WARM_UPS; i < bench.effort().pairs(); i++) {
            bench.progress().step(jdk + ", first line with an AOT cache, round " + (i + 1));
            for (Guard guard : List.of(Guard.NONE, Guard.ENFORCE)) {
                firstLine(bench.jvm(jdk, guard).with("-XX:AOTCache=" + cache, "-Xlog:disable"), jar, i, guard, starts);
            }
        }
        starts.rows(table);
        Files.delete(cache);
    }

    private static void springBoot(Bench bench, Jdk jdk, Section section) throws Exception {
        final Table table = section.table(Table.of(
                jdk + ": to a Spring Boot application's ready line",
                "",
                "start",
                "added",
                "added p90",
                "classes loaded"));
        final Rounds starts = new Rounds();
        for (int i = -1; i < bench.effort().pairs(); i++) {
            bench.progress().step(jdk + ", Spring Boot, round " + (i + 1));
            for (Guard guard : turn(i)) {
                final List<String> lines = bench.jvm(jdk, guard).runJar(SPRING_BOOT);
                final String ready = lines.stream()
                        .filter(line -> line.startsWith(READY))
                        .findFirst()
                        .orElseThrow();
                starts.add(i, guard, Double.parseDouble(ready.replaceAll("\\D", "")), Double.NaN);
            }
        }
        starts.rows(table);
    }

    /** A start that was seen in a round. */
    private record Start(int round, double ms, double classes) {}

    /** What was seen in each round, under each javaagent. */
    private static final class Rounds {
        private final Map<Guard, List<Start>> seen = new EnumMap<>(Guard.class);

        void add(int round, Guard guard, double ms, double classes) {
            if (round >= 0) {
                seen.computeIfAbsent(guard, unused -> new ArrayList<>()).add(new Start(round, ms, classes));
            }
        }

        private List<Start> of(Guard guard) {
            return seen.getOrDefault(guard, List.of());
        }

        private double[] starts(Guard guard) {
            return of(guard).stream().mapToDouble(Start::ms).toArray();
        }

        /** From the same round's start without a javaagent; of those there is one in each round. */
        private double[] differences(Guard guard) {
            return of(guard).stream()
                    .mapToDouble(
                            each -> each.ms() - of(Guard.NONE).get(each.round()).ms())
                    .toArray();
        }

        Figure added(Guard guard) {
            return Figure.median(differences(guard), Unit.MILLISECONDS);
        }

        void rows(Table table) {
            seen.forEach((guard, each) -> {
                final boolean bare = guard == Guard.NONE;
                final double classes = each.get(0).classes();
                table.row(
                        guard.toString(),
                        Figure.median(starts(guard), Unit.MILLISECONDS),
                        bare ? null : added(guard),
                        bare ? null : Figure.quantile(differences(guard), 0.9, Unit.MILLISECONDS),
                        Double.isNaN(classes) ? null : Figure.of(classes, Unit.COUNT));
            });
        }
    }
}
