package dev.remit.javaagent.cli;

import dev.remit.javaagent.premain.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the version. */
@Command(
        name = "version",
        description = "Prints the versions of Remit and of the Java that runs it.",
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = "0:always",
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = "  java -jar remit.jar version")
final class VersionCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .print("Remit " + Version.get() + " (Java " + System.getProperty("java.version") + ")\n");
        return ExitStatus.OK;
    }
}
