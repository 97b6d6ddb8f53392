package dev.remit.javaagent.cli;

import dev.remit.javaagent.coverage.Coverage;
import dev.remit.javaagent.coverage.CoverageScan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what of an application's libraries is guarded. */
@Command(
        name = "doctor",
        description = {
            "Says which of an application's libraries the guard covers, before it is started under the flag.",
            "",
            "Looks into the jars, and runs nothing of them. The JDK's own clients, sockets, processes and files are",
            "guarded whatever the application brings along; a library that is not listed has no hook, and is seen there",
            "alone. On a terminal it is a table; in a pipe a line for each library, its values between tabs."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:every library that was recognised is covered",
            "1:one is covered in part or not at all",
            "2:the command line is wrong, or a jar can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar doctor app.jar                    # a Spring Boot jar, or one whose manifest names others",
            "  java -jar remit.jar doctor -cp 'app.jar:lib/*'"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final List<String> TITLES = List.of("library", "jar", "guarded", "what to do");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "JAR", description = "The application's jar, as behind java -jar.")
    private @Nullable String jar;

    @Option(
            names = {"-cp", "--class-path"},
            paramLabel = "PATH",
            description = "The application's class path, as behind java -cp.")
    private @Nullable String classPath;

    @Override
    public Integer call() throws IOException {
        if ((jar == null) == (classPath == null)) {
            throw new ParameterException(spec.commandLine(), "Name the application's jar, or its class path with -cp");
        }
        final List<Coverage> found = CoverageScan.of(jar == null ? String.valueOf(classPath) : jar);
        final PrintWriter out = spec.commandLine().getOut();
        if (Terminal.isAttached()) {
            out.print(table(found));
        } else {
            for (Coverage each : found) {
                out.print(String.join("\t", cells(each)) + '\n');
            }
        }
        if (found.isEmpty()) {
            Errors.print(
                    spec.commandLine().getErr(),
                    "no library that is known was found; its calls are seen at the JDK's clients, sockets and processes");
        }
        return found.stream().allMatch(each -> each.status() == Coverage.Status.COVERED)
                ? ExitStatus.OK
                : ExitStatus.FINDINGS;
    }

    private static String table(List<Coverage> found) {
        final List<List<String>> lines = new ArrayList<>(List.of(TITLES));
        for (Coverage each : found) {
            lines.add(cells(each));
        }
        return found.isEmpty() ? "" : Cells.table(lines);
    }

    private static List<String> cells(Coverage each) {
        return List.of(each.library(), each.jar(), each.status().name().toLowerCase(Locale.ROOT), each.advice());
    }
}
