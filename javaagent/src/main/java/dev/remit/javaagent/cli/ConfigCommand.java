package dev.remit.javaagent.cli;

import dev.remit.engine.config.ConfigException;
import dev.remit.engine.config.ConfigKey;
import dev.remit.engine.config.ConfigLoader;
import dev.remit.engine.config.ConfigValue;
import dev.remit.engine.config.NamedValue;
import dev.remit.engine.config.RemitConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints the configuration as it would take effect. */
@Command(
        name = "config",
        description = {
            "Prints every key of the configuration, its value and where it comes from.",
            "",
            "Each with what it does and what it accepts. What is printed is itself a properties file.",
            "A key can be set from the environment, which wins over the file: audit.dir is REMIT_AUDIT_DIR. Keys with a name of",
            "your own in them, such as task.refund.ttl, stand in the file alone.",
            "Relative paths are taken from the folder in which the JVM is started."
        },
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:the configuration can be used",
            "1:it can't; every problem is a line on stderr",
            "2:the command line is wrong, or the file can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar config",
            "  java -jar remit.jar config --config /etc/remit/remit.properties",
            "  REMIT_MODE=enforce REMIT_POLICY=/etc/remit/policy java -jar remit.jar config",
            "  java -jar remit.jar config > remit.properties      # a file to start from"
        })
final class ConfigCommand implements Callable<Integer> {
    private static final String COMMENT = "# ";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private RemitCommand parent;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "The properties file, as behind -javaagent:remit.jar= ; without it, defaults and environment.")
    private @Nullable Path file;

    @Override
    public Integer call() {
        ConfigFile.check(file);
        RemitConfig config;
        try {
            config = ConfigLoader.load(file, parent.environment());
        } catch (ConfigException e) {
            for (String problem : e.problems()) {
                Errors.print(spec.commandLine().getErr(), problem);
            }
            return ExitStatus.FINDINGS;
        }
        PrintWriter out = spec.commandLine().getOut();
        String separator = "";
        for (ConfigValue value : config.values()) {
            out.print(separator);
            print(value, out);
            separator = "\n";
        }
        for (NamedValue value : config.namedValues()) {
            out.print(separator);
            print(value, out);
        }
        return ExitStatus.OK;
    }

    private static void print(NamedValue value, PrintWriter out) {
        out.print(COMMENT + value.key().what() + '\n');
        out.print(COMMENT + "Allowed: " + value.key().allowed() + '\n');
        out.print(COMMENT + "From: " + PropertyText.comment(value.origin()) + '\n');
        out.print(PropertyText.key(value.keyText()) + '=' + PropertyText.value(value.text()) + '\n');
    }

    private static void print(ConfigValue value, PrintWriter out) {
        ConfigKey key = value.key();
        out.print(COMMENT + key.what() + '\n');
        out.print(COMMENT + "Allowed: " + key.allowed() + '\n');
        out.print(COMMENT + "From: " + PropertyText.comment(value.origin()) + "   Environment: " + key.environmentName()
                + '\n');
        if (value.text().isEmpty()) {
            out.print('#' + key.text() + "=      (" + key.whenEmpty() + ")\n");
        } else {
            out.print(key.text() + '=' + PropertyText.value(value.text()) + '\n');
        }
    }
}
