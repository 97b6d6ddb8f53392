package dev.remit.bench.run;

import dev.remit.bench.report.Report;
import dev.remit.bench.report.ReportFolder;
import dev.remit.bench.report.Section;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench/run}. */
@Command(
        name = "bench/run",
        subcommands = CompareCommand.class,
        usageHelpAutoWidth = true,
        header = "Measures what the guard costs, and writes a report.",
        description = {
            "",
            "Everything is measured in pairs, without and with the guard, in JVMs of its own, on a machine that does nothing else: a busy one is warned"
                    + " of. The report is a folder with report.md, its plots, report.json for bench/run compare, and what the harness wrote down, in raw.",
            "",
            "What is measured is built first; --no-build goes by what was built before.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the report is written", "1:a measurement failed; what it was is said", "64:wrong arguments"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  bench/run                              what changed? in a few minutes",
            "  bench/run full --jdk /usr/lib/jvm/jdk-25",
            "  bench/run quick --only calls,start",
            "  bench/run compare old-report new-report"
        })
public final class BenchCommand implements Callable<Integer> {
    static final int MISUSED = 64;

    private static final String PARTS = "parts";

    @Parameters(
            arity = "0..1",
            defaultValue = "quick",
            paramLabel = "quick|full",
            description =
                    "How thoroughly: quick (the default) takes some minutes and one JDK; full measures all on the oldest JDK found and some parts on each, in at most 90 minutes.")
    private Effort effort = Effort.QUICK;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // set by picocli, which shows it
    private boolean help;

    @Option(names = "--only", split = ",", paramLabel = "PART", description = "These parts alone; see below.")
    private List<String> only = List.of();

    @Option(names = "--jdk", paramLabel = "DIR", description = "A JDK to measure on; may be given more than once.")
    private List<Path> jdkFolders = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "The report's folder (bench/results/DATE-EFFORT).")
    private Path out = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** See the class. */
    public static void main(String[] args) {
        System.exit(line(System.err).execute(args));
    }

    /** The command line, ready to be executed. */
    static CommandLine line(PrintStream err) {
        final CommandLine line = new CommandLine(new BenchCommand());
        final List<String> sections = new ArrayList<>(line.getHelpSectionKeys());
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING), PARTS);
        line.setHelpSectionKeys(sections);
        line.getHelpSectionMap().put(PARTS, help -> String.format("%nParts:%n") + Parts.described());
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, arguments) -> {
                    err.print("bench/run: " + e.getMessage() + ". See bench/run --help\n");
                    return MISUSED;
                })
                .setExecutionExceptionHandler((e, failed, arguments) -> {
                    err.println("bench/run: " + Objects.requireNonNullElse(e.getMessage(), e.toString()));
                    return 1;
                });
    }

    @Override
    public Integer call() throws Exception {
        final List<Part> parts = Parts.of(only, effort, this::misused);
        final List<Jdk> jdks = jdks();
        final LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
        final String day = DateTimeFormatter.ISO_LOCAL_DATE.format(now);
        final String thoroughly = effort.name().toLowerCase(Locale.ROOT);
        final Path folder = out.toString().isEmpty() ? Path.of("bench", "results", day + "-" + thoroughly) : given(out);
        final Map<String, String> machine = Machine.facts(jdks);
        final List<String> warnings = Machine.warnings();
        warnings.forEach(warning -> System.err.println("bench/run: " + warning));
        final Path raw = Files.createDirectories(folder.resolve("raw"));
        final Path work = Scratch.untilTheEnd("remit-bench");
        final Progress progress = new Progress(System.err, parts.size());
        final List<Section> sections = new ArrayList<>();
        for (Part part : parts) {
            progress.part(part.name());
            sections.add(part.measure(new Bench(effort, jdks, work, raw, progress)));
            RawFiles.name(raw, names(jdks, work));
            // A run that is ended early leaves what it has found.
            ReportFolder.write(report(day, machine, warnings, sections), folder);
        }
        machine.put("load after", String.format(Locale.ROOT, "%.2f", Machine.load()));
        final Report report = report(day, machine, warnings, sections);
        ReportFolder.write(report, folder);
        System.out.print(ReportFolder.summary(report));
        System.out.println("report: " + folder.resolve("report.md"));
        return 0;
    }

    private static Map<Path, String> names(List<Jdk> jdks, Path work) {
        final Map<Path, String> names = new LinkedHashMap<>();
        names.put(work, "WORK");
        jdks.forEach(jdk -> names.put(jdk.home(), "JDK-" + jdk.feature()));
        names.put(Path.of("").toAbsolutePath(), ".");
        return names;
    }

    /** A path of the arguments, from where the caller is. */
    static Path given(Path path) {
        return Path.of(System.getProperty("remit.bench.from", "")).resolve(path);
    }

    private Report report(String day, Map<String, String> machine, List<String> warnings, List<Section> sections) {
        return new Report(day + ", " + effort, machine, warnings, sections);
    }

    private List<Jdk> jdks() throws IOException {
        if (jdkFolders.isEmpty()) {
            final List<Jdk> found = Jdk.find();
            if (found.isEmpty()) {
                throw misused("no JDK from " + Jdk.OLDEST + " on was found; name one with --jdk");
            }
            return effort.isFull() ? found : found.subList(0, 1);
        }
        final List<Jdk> named = new ArrayList<>();
        for (Path folder : jdkFolders) {
            try {
                final Jdk jdk = Jdk.in(given(folder));
                if (jdk.feature() < Jdk.OLDEST) {
                    throw misused("--jdk " + folder + " is Java " + jdk.feature() + "; Remit runs from " + Jdk.OLDEST
                            + " on");
                }
                named.add(jdk);
            } catch (IOException e) {
                throw misused("--jdk " + e.getMessage());
            }
        }
        return named;
    }

    private ParameterException misused(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
