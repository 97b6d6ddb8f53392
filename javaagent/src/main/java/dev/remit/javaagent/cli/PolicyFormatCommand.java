package dev.remit.javaagent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.cedar.format.PolicyFormatter;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.engine.policy.PolicyFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes policies in one style. */
@Command(
        name = "format",
        description = {
            "Prints policies in one style, comments kept. Formatting twice gives what formatting once does.",
            "",
            "With --write the files are changed instead, each at once; with --check nothing is, and files that",
            "would be are named. - stands for the standard input. Lines are at most 100 columns wide where",
            "words and comments let them. Policies in JSON are not formatted."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:done; with --check: every file is in that style already",
            "1:a policy has errors; with --check: a file would change",
            "2:the command line is wrong, or a file can't be read or written"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar policy format agent.cedar",
            "  java -jar remit.jar policy format --write /etc/remit/policy",
            "  java -jar remit.jar policy format - < agent.cedar",
            "  java -jar remit.jar policy format --check --json policy | jq -r '.changed[]'"
        })
final class PolicyFormatCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final String JSON = ".json";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files, or folders whose files ending in .cedar are formatted, those of folders below too.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private List<Path> paths;

    @Option(
            names = {"-w", "--write"},
            description = "Change the files.")
    private boolean write;

    @Option(names = "--check", description = "Change nothing; name the files that would change.")
    private boolean check;

    @Option(names = "--json", description = "With --check or --write: print one JSON object instead of lines.")
    private boolean json;

    private final List<PolicyProblem> problems = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        if (write && check) {
            throw new CommandFailure(ExitStatus.UNUSABLE, "--write and --check exclude each other; give one of them");
        }
        if (json && !write && !check) {
            throw new CommandFailure(ExitStatus.UNUSABLE, "--json goes with --check or --write; give one of them");
        }
        List<PolicySource> sources = sources();
        for (PolicySource source : sources) {
            try {
                formatted(source, PolicyFormatter.format(source.name(), source.text()));
            } catch (PolicySyntaxException e) {
                problems.addAll(PolicyProblem.of(e.errors()));
            }
        }
        if (json) {
            printJson(sources.size());
        } else {
            printText();
        }
        return !problems.isEmpty() || (check && !changed.isEmpty()) ? ExitStatus.FINDINGS : ExitStatus.OK;
    }

    private void formatted(PolicySource source, String text) throws IOException {
        if (!write && !check) {
            spec.commandLine().getOut().print(text);
        } else if (!text.equals(source.text())) {
            if (write) {
                FileText.replace(Path.of(source.name()), text);
            }
            changed.add(source.name());
        }
    }

    private List<PolicySource> sources() throws IOException {
        List<PolicySource> sources = new ArrayList<>();
        for (Path path : paths) {
            if (path.toString().equals(STANDARD_INPUT)) {
                if (write) {
                    throw new CommandFailure(ExitStatus.UNUSABLE, "--write needs files; the standard input is none");
                }
                sources.add(new PolicySource("stdin", PolicyFiles.text("stdin", System.in.readAllBytes())));
            } else {
                addFiles(path, sources);
            }
        }
        return sources;
    }

    private static void addFiles(Path path, List<PolicySource> sources) throws IOException {
        boolean folder = Files.isDirectory(path);
        for (PolicySource source : PolicyFiles.read(List.of(path.toFile()))) {
            if (!folder || !source.name().endsWith(JSON)) {
                sources.add(source);
            }
        }
    }

    private void printText() {
        for (String name : changed) {
            spec.commandLine().getOut().print((write ? "formatted " : "would format ") + name + '\n');
        }
        PrintWriter err = spec.commandLine().getErr();
        PolicyProblem.print(problems, err);
        if (!problems.isEmpty()) {
            Errors.print(err, Counted.of(problems.size(), "error", "errors") + "; texts with errors are not formatted");
        }
    }

    private void printJson(int files) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (JsonGenerator generator = JsonOutput.to(out)) {
            generator.writeStartObject();
            generator.writeNumberField("files", files);
            generator.writeArrayFieldStart("changed");
            for (String name : changed) {
                generator.writeString(name);
            }
            generator.writeEndArray();
            PolicyProblem.write(problems, generator);
            generator.writeEndObject();
        }
        out.print('\n');
    }
}
