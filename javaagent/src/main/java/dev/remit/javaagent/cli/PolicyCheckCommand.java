package dev.remit.javaagent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.parse.EntityUidParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.policy.PolicyFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks that policies can be used, and looks for what is hardly meant. */
@Command(
        name = "check",
        description = {
            "Checks that policies can be used, and warns of what is hardly meant.",
            "",
            "They are taken together, as the guard would load them. An error is what the guard refuses: what",
            "can't be read, an id used twice, what no request could evaluate, and with --schema what does not",
            "fit it. A warning is a policy that can never apply, a permit that takes no effect, a condition",
            "that is always true, a forbid that an absent argument keeps from being evaluated, and with",
            "--journal a tool that nobody has called.",
            "Each is shown with its file, line and column, the line, a caret and what would be right."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:the policies can be used; there may be warnings",
            "1:they have errors",
            "2:the command line is wrong, or a file can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar policy check /etc/remit/policy",
            "  java -jar remit.jar policy check --schema remit.cedarschema --entities groups.json agent.cedar",
            "  java -jar remit.jar policy check --journal ./remit-audit --json agent.cedar limits.cedar"
        })
final class PolicyCheckCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files, in Cedar's syntax or its JSON form, or folders whose files ending in .cedar or"
                    + " .cedar.json are checked, those of folders below too.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private List<Path> paths;

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "A schema that policies and entities must fit, in Cedar's syntax or its JSON form.")
    private @Nullable Path schema;

    @Option(names = "--entities", paramLabel = "FILE", description = "Entities in Cedar's JSON format.")
    private @Nullable Path entities;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = "A journal: a tool that it shows no call of is warned of.")
    private @Nullable Path journal;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws IOException, AuditException {
        List<PolicySource> sources =
                PolicyFiles.read(paths.stream().map(Path::toFile).toList());
        PolicyInspection found =
                PolicyInspection.of(sources, source(schema), source(entities), journal == null ? null : tools(journal));
        if (json) {
            printJson(found, sources.size());
        } else {
            printText(found, sources.size());
        }
        return found.errors() == 0 ? ExitStatus.OK : ExitStatus.FINDINGS;
    }

    private static @Nullable PolicySource source(@Nullable Path path) throws IOException {
        return path == null ? null : new PolicySource(path.toString(), PolicyFiles.read(path.toFile()));
    }

    /** The names of the tools whose calls a journal shows. */
    private static Set<String> tools(Path folder) throws AuditException {
        Set<String> tools = new TreeSet<>();
        try (JournalReader reader = JournalReader.open(folder)) {
            for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
                if (record.whole() && record.kind().equals("decision") && "tool".equals(record.category())) {
                    EntityUid action = record.action() == null ? null : EntityUidParser.parse(record.action());
                    if (action != null) {
                        tools.add(action.id());
                    }
                }
            }
        }
        return tools;
    }

    private void printText(PolicyInspection found, int files) {
        PrintWriter err = spec.commandLine().getErr();
        PolicyProblem.print(found.problems(), err);
        int warnings = found.problems().size() - found.errors();
        String warned = warnings == 0 ? "" : ", " + Counted.of(warnings, "warning", "warnings");
        if (found.errors() > 0) {
            Errors.print(
                    err,
                    Counted.of(found.errors(), "error", "errors") + warned
                            + "; correct them, the guard takes none of these policies");
        } else {
            spec.commandLine()
                    .getOut()
                    .print(Counted.of(found.policyCount(), "policy", "policies") + " in "
                            + Counted.of(files, "file", "files") + ", no errors" + warned + '\n');
        }
    }

    private void printJson(PolicyInspection found, int files) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (JsonGenerator generator = JsonOutput.to(out)) {
            generator.writeStartObject();
            generator.writeNumberField("files", files);
            generator.writeNumberField("policies", found.policyCount());
            PolicyProblem.write(found.problems(), generator);
            generator.writeEndObject();
        }
        out.print('\n');
    }
}
