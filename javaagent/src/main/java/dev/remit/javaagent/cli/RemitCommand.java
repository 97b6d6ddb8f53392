package dev.remit.javaagent.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line's top. */
@Command(
        name = "java -jar remit.jar",
        description = {
            "Remit keeps AI agents on the JVM inside their remit. To guard an application, start it with",
            "  java -javaagent:remit.jar[=remit.properties] -jar app.jar",
            "and use these commands around it."
        },
        subcommands = {
            ConfigCommand.class,
            DoctorCommand.class,
            StatusCommand.class,
            AuditCommand.class,
            PolicyCommand.class,
            IdentityCommand.class,
            VersionCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:done, and nothing is wrong",
            "1:done, and something is wrong with what was looked at",
            "2:not done: the command line is wrong, or its input can't be read",
            "70:not done: a fault of Remit itself"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar config --config /etc/remit/remit.properties",
            "  java -jar remit.jar doctor app.jar",
            "  java -jar remit.jar status ./remit-audit",
            "  java -jar remit.jar audit tail -f --verdict deny ./remit-audit",
            "  java -jar remit.jar policy suggest ./remit-audit > agent.cedar",
            "",
            "A command's own options and examples: java -jar remit.jar COMMAND --help"
        })
public final class RemitCommand {
    static final String EXIT_HEADING = "%nExit status:%n";
    static final String EXAMPLES_HEADING = "%nExamples:%n";

    private final Map<String, String> environment;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli sets it and acts on it
    private boolean help;

    private RemitCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Runs a command.
     *
     * @param out what the command is asked for; flushed at the end
     * @param err what is wrong, a line each
     * @return the exit status, see {@code --help}
     */
    public static int run(String[] args, PrintWriter out, PrintWriter err) {
        return run(args, out, err, System.getenv());
    }

    static int run(String[] args, PrintWriter out, PrintWriter err, Map<String, String> environment) {
        CommandLine line = new CommandLine(new RemitCommand(environment))
                .setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler(Errors::ofParameters)
                .setExecutionExceptionHandler(Errors::ofExecution);
        int status = line.execute(args);
        out.flush();
        err.flush();
        return status;
    }

    Map<String, String> environment() {
        return environment;
    }
}
